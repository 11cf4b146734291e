using System.Globalization;
using JobQueue.Scheduler.Crontab;
using Quartz;

namespace JobQueue.Benchmarks.Time;

/// <summary>A crontab of many lines: each day once, every minute of the day in turn, each with a request of its own.</summary>
internal static class CrontabCase
{
    private const int MinutesAnHour = 60;
    private const int HoursADay = 24;

    /// <summary>Reading all of it, beside as many schedules that Quartz reads; Quartz has no requests, users and options to read.</summary>
    internal static TimedLoop ParseLoop(int lines)
    {
        var text = string.Concat(Enumerable.Range(0, lines).Select(Line));
        var context = new CrontabContext { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) };
        return new("time.crontab", lines, Read, ReadWithQuartz, IsRate: true);

        void Read()
        {
            var parsed = CrontabParser.Parse([new CrontabSource("crontab", text)], context);
            if (parsed.Lines.Length != lines)
                throw new InvalidOperationException($"{parsed.Lines.Length} lines are understood: {parsed.Errors.FirstOrDefault()}");
        }

        void ReadWithQuartz()
        {
            var expressions = Enumerable.Range(0, lines).Select(i => new CronExpression(Expression(i), TimeZoneInfo.Utc)).ToArray();
            GC.KeepAlive(expressions);
        }
    }

    private static string Line(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"{Minute(i)} {Hour(i)} * * *  user{i % 10}  GET /jobs/{i}?force=yes --retry 5\n");

    private static string Expression(int i) => string.Create(CultureInfo.InvariantCulture, $"0 {Minute(i)} {Hour(i)} * * ?");

    private static int Minute(int i) => i % MinutesAnHour;

    private static int Hour(int i) => i / MinutesAnHour % HoursADay;
}
