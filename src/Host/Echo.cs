using System.Buffers;
using System.Globalization;
using System.Text;

namespace JobQueue.Host;

/// <summary>An endpoint that gives back what it was sent.</summary>
internal static class Echo
{
    private const string Path = "/echo";

    private static readonly ReadOnlyMemory<byte> Dots = Enumerable.Repeat((byte)'.', 64 * 1024).ToArray();

    internal static IEndpointConventionBuilder MapEcho(this IEndpointRouteBuilder endpoints) =>
        endpoints.Map(Path, AnswerAsync).WithDisplayName("echo").ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (EchoOptions.Read(context.Request.Query, out var error) is not { } options)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(error + "\n", context.RequestAborted);
            return;
        }

        var body = await ReadAsync(context.Request.Body, context.RequestAborted);
        if (body is null)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            await context.Response.WriteAsync("the body is too large, expected at most 16mb\n", context.RequestAborted);
            return;
        }

        var clock = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        await Task.Delay(options.Delay, clock, context.RequestAborted);
        context.Response.StatusCode = options.Status;
        byte[] answer = [.. Encoding.UTF8.GetBytes(Head(context)), .. body];
        if (HasBody(options.Status))
            await WriteAsync(context.Response, answer, options.Size ?? answer.Length, context.RequestAborted);
    }

    private static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (read.Length + count > EchoOptions.MostBytes)
                    return null;
                read.Write(buffer, 0, count);
            }

            return read.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Head(HttpContext context)
    {
        var request = context.Request;
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.PathBase}{request.Path}{request.QueryString}\n");
        head.Append(CultureInfo.InvariantCulture, $"user: {context.User.Identity?.Name ?? "-"}\n");
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        }

        return head.Append('\n').ToString();
    }

    /// <summary>The answer, cut or filled with dots to the size.</summary>
    private static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> answer, int size, CancellationToken cancellationToken)
    {
        response.ContentLength = size;
        await response.Body.WriteAsync(answer[..Math.Min(answer.Length, size)], cancellationToken);
        for (var left = size - answer.Length; left > 0; left -= Dots.Length)
            await response.Body.WriteAsync(Dots[..Math.Min(left, Dots.Length)], cancellationToken);
    }

    // RFC 9110, 15: these end with the header section.
    private static bool HasBody(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);
}
