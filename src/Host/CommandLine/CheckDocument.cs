using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using JobQueue.Scheduler;

namespace JobQueue.Host.CommandLine;

/// <summary>What <c>check</c> found, as JSON. The fields of a job are those of the API.</summary>
internal static class CheckDocument
{
    private const int BlockBytes = 64 * 1024;

    // For a terminal, not for HTML.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints the document in pieces, because it may be a hundred megabytes.</summary>
    internal static void Print(CheckReport report, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * BlockBytes);
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        WriteList("files", report.Files, json.WriteStringValue);
        WriteList("errors", report.Errors, error => Write(json, error));
        WriteList("warnings", report.Warnings, warning => Write(json, warning));
        WriteList("jobs", report.Jobs, job => Write(json, job));
        Write(json, report.SameMinute);
        json.WriteEndObject();
        PrintBlock(0);
        output.WriteLine();

        void WriteList<T>(string name, IReadOnlyList<T> items, Action<T> write)
        {
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                write(item);
                PrintBlock(BlockBytes);
            }

            json.WriteEndArray();
        }

        void PrintBlock(int least)
        {
            if (json.BytesPending + buffer.WrittenCount < least)
                return;
            json.Flush();
            output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
            buffer.ResetWrittenCount();
        }
    }

    private static void Write(Utf8JsonWriter json, CheckedJob job)
    {
        var line = job.Line;
        json.WriteStartObject();
        json.WriteString("identity", line.Identity);
        json.WriteString("name", line.Policy.Name);
        json.WriteString("file", line.File);
        json.WriteNumber("line", line.Line);
        json.WriteString("schedule", line.ScheduleText);
        json.WriteString("timeZone", line.TimeZone.Id);
        json.WriteString("user", line.Request.User);
        json.WriteStartObject("request");
        json.WriteString("method", line.Request.Method);
        json.WriteString("uri", line.Request.Uri);
        json.WriteEndObject();
        json.WriteStartArray("next");
        foreach (var (due, change) in job.Next)
        {
            json.WriteStartObject();
            json.WriteString("due", due);
            if (change == TimeSpan.Zero)
                json.WriteNull("clockChangeMinutes");
            else
                json.WriteNumber("clockChangeMinutes", change.TotalMinutes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TextError error)
    {
        WritePlace(json, error.File, error.Line, error.Column);
        json.WriteString("found", error.Found);
        json.WriteString("expected", error.Expected);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TextWarning warning)
    {
        WritePlace(json, warning.File, warning.Line, warning.Column);
        json.WriteString("message", warning.Message);
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, string? file, int line, int column)
    {
        json.WriteStartObject();
        json.WriteString("file", file);
        json.WriteNumber("line", line);
        json.WriteNumber("column", column);
    }

    private static void Write(Utf8JsonWriter json, CrowdedMinutes? crowded)
    {
        json.WriteStartObject("sameMinute");
        json.WriteNumber("limit", crowded?.Limit ?? 0);
        json.WriteNumber("minutes", crowded?.Count ?? 0);
        json.WriteStartArray("worst");
        foreach (var (minute, jobs) in crowded?.Worst ?? [])
        {
            json.WriteStartObject();
            json.WriteString("minute", minute);
            json.WriteNumber("jobs", jobs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
