using System.Text;

namespace JobQueue.Host.Tests.Reliability.PowerCuts;

/// <summary>Lines as strace(1) writes them, strings and paths in hexadecimal.</summary>
internal static class TraceLines
{
    internal const string Ledger = "jobqueue.db";

    internal static string Of(string name) => $"7<{Hex($"/folder/{name}")}>";

    internal static string Hex(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(part => $"\\x{part:x2}"));

    internal static string Write(string text, int offset, int? result = null) =>
        $"11  pwrite64({Of(Ledger)}, \"{Hex(text)}\", {text.Length}, {offset}) = {result ?? text.Length}";

    internal static string Send(string text) =>
        $"12  sendto(8<{Hex("socket:[1]")}>, \"{Hex(text)}\", {text.Length}, MSG_NOSIGNAL, NULL, 0) = {text.Length}";
}
