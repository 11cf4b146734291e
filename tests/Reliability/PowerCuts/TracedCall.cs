using System.Globalization;
using System.Text;

namespace JobQueue.Reliability.PowerCuts;

/// <summary>A system call, as strace(1) wrote it down. Lines are numbered from 0.</summary>
/// <param name="Name">Of the call.</param>
/// <param name="Path">The file of its descriptor; empty where it has none.</param>
/// <param name="Bytes">Its buffers, one after the other.</param>
/// <param name="Numbers">Those of its arguments that are numbers, in order.</param>
/// <param name="Began">The line that it began with.</param>
internal sealed record TracedCall(string Name, string Path, byte[] Bytes, IReadOnlyList<long> Numbers, int Began)
{
    private const string ByteMark = "\\x";

    /// <summary>The line that it ended with; the largest of numbers: it did not.</summary>
    internal int Ended { get; init; } = int.MaxValue;

    /// <summary>What it returned; null: it did not.</summary>
    internal long? Result { get; init; }

    internal string Text => Encoding.Latin1.GetString(Bytes);

    /// <summary>A call that has begun.</summary>
    /// <param name="name">Of the call.</param>
    /// <param name="arguments">With strings and paths in hexadecimal: no comma stands in any of them.</param>
    /// <param name="line">Its number.</param>
    internal static TracedCall Begin(string name, string arguments, int line)
    {
        var path = "";
        var bytes = new List<byte[]>();
        var numbers = new List<long>();
        foreach (var argument in arguments.Split(", "))
        {
            if (long.TryParse(argument, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
            else if (Between(argument, '"', '"') is { } text)
                bytes.Add(Decoded(text));
            else if (path.Length == 0 && Between(argument, '<', '>') is { } file)
                path = Encoding.UTF8.GetString(Decoded(file));
        }

        return new TracedCall(name, path, [.. bytes.SelectMany(part => part)], numbers, line);
    }

    private static string? Between(string text, char first, char last) =>
        text.IndexOf(first, StringComparison.Ordinal) is >= 0 and var from && text.LastIndexOf(last) is var to && to > from
            ? text[(from + 1)..to]
            : null;

    private static byte[] Decoded(string text) => Convert.FromHexString(text.Replace(ByteMark, "", StringComparison.Ordinal));
}
