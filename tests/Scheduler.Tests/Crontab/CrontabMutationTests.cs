using System.Diagnostics;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Scheduler.Tests.Crontab;

/// <summary>Lines that nobody means: good ones with characters changed, removed, doubled, cut and mixed. The seed is fixed.</summary>
[TestClass]
public sealed class CrontabMutationTests
{
    private const int Mutations = 200_000;

    // A sum, so that a pause of the machine is no failure; a line takes a hundredth of it.
    private static readonly TimeSpan MostTime = TimeSpan.FromMicroseconds(250) * Mutations;

    private static readonly string[] Pieces =
        [.. "*/,-~#?@%=\\'\"0123456789 \tazAZLWH:{}[]\0\u0001\u007f\uFEFFäß\uD83D\uDE00\r".Select(character => $"{character}")];

    private static readonly Mutator Lines = new([
        "*/5 * * * * nobody GET /path?a=1&b=%20 --name job-1 --timeout 30s",
        "30 2 1,15 jan-mar mon backup POST /backups --json '{\"full\": true}' --retry 5 --jitter 10m",
        "~ 5~9 */2 * 1-5/2 - /a -H 'X-A: \"b\"' -d @file -d x\\ y --retry-on 5xx,!503",
        "@every 1h30m - HEAD https://example.com:8080/a/b --tz Europe/Berlin --summary \"A line\"",
        "@reboot nobody /a",
        "CRON_TZ = 'Europe/Berlin'",
        "RANDOM_DELAY=45",
        "  # a comment",
        "@daily - PUT /a --remove-on 0,400-599 --pause-on 503 --success 200-299,304 --target http://a",
    ], Pieces);

    private static readonly CrontabContext Context = new() { DefaultZone = Zones.Berlin, ReadData = (_, _) => new DataFile(default) };

    [TestMethod]
    public void Parse_MutatedLines_GiveAJobOrFaultsOnTheLineInBoundedTime()
    {
        // Arrange
        var random = new Random(20260301);
        var watch = new Stopwatch();
        watch.Start();

        // Act
        var wrong = Enumerable.Range(0, Mutations).Select(_ => Lines.Next(random)).FirstOrDefault(line => !IsSound(line));

        // Assert
        Assert.IsNull(wrong);
        Assert.IsLessThan(MostTime, watch.Elapsed);
    }

    private static bool IsSound(string line)
    {
        var parsed = CrontabParser.Parse([new CrontabSource("f", line)], Context);
        return (parsed.Lines.IsEmpty || parsed.Errors.IsEmpty)
            && parsed.Errors.Length <= CrontabLimits.MostErrorsALine
            && parsed.Errors.All(error => error is { Line: 1, Column: >= 1, Expected.Length: > 0 } && error.Column <= line.Length + 1)
            && parsed.Lines.All(job => job.Schedule.NextAfter(DateTimeOffset.UnixEpoch) is not { } next || next > DateTimeOffset.UnixEpoch);
    }
}
