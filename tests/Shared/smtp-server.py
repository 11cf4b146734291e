#!/usr/bin/python3
"""A mail server on loopback that keeps nothing: each mail it takes is printed as a line of JSON, as Python's parser understands it.

Prints "port N" once it listens. Ends with its standard input. Exit code 3: aiosmtpd is not there.
"""
import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(3)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--silent", action="store_true", help="takes connections, and says nothing")
    parser.add_argument("--answer", action="append", default=[], help="to the nth mail; the last of them to all that follow")
    parser.add_argument("--certificate", help="PEM of certificate and key: STARTTLS is offered, and needed")
    parser.add_argument("--user")
    parser.add_argument("--password")
    return parser.parse_args()


class Server(SMTP):
    # .NET writes mechanisms in lower case, which other servers take.
    async def auth_login(self, server, args):
        return await self.auth_LOGIN(server, args)


class Handler:
    def __init__(self, answers):
        self.answers = answers or ["250 OK"]

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({
            "answer": answer,
            "encrypted": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.authenticated else None,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "names": [name for name in mail.keys()],
            "headers": {name.lower(): str(value) for name, value in mail.items()},
            "type": mail.get_content_type(),
            "parts": {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()},
        }), flush=True)
        return answer


async def main():
    said = arguments()
    handler = Handler(said.answer)
    context = None
    if said.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(said.certificate)

    def authenticate(server, session, envelope, mechanism, data):
        isRight = (data.login.decode(), data.password.decode()) == (said.user, said.password)
        return AuthResult(success=isRight, auth_data=data, handled=False)

    def protocol():
        if said.silent:
            return asyncio.Protocol()
        return Server(
            handler, hostname="mail.example", tls_context=context, require_starttls=context is not None,
            authenticator=authenticate, auth_required=said.user is not None, auth_require_tls=context is not None)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", said.port)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
