using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>jobs</c> as values.</summary>
internal static class JobRows
{
    /// <summary>The columns in the order of <see cref="Read"/>.</summary>
    internal const string Columns = """
        id, identity, state, schedule, time_zone, anchor, source, line, text, fingerprint, is_listed, "user", method, uri, headers, body,
        policy, requested_by, created, name, depth
        """;

    internal const int Count = 21;

    internal static RecurringJob Read(LedgerRow row) => new()
    {
        Id = row.String(0),
        Identity = row.String(1),
        State = Word.Parse<JobState>(row.String(2)),
        Schedule = row.String(3),
        TimeZone = row.String(4),
        Anchor = InstantText.Parse(row.String(5)),
        Source = row.String(6),
        Line = row.Number(7),
        Text = row.Text(8),
        Fingerprint = row.String(9),
        IsListed = row.Int64(10) != 0,
        Request = row.Request(11),
        Policy = PolicyJson.Parse(row.Text(16), row.Text(19)),
        RequestedBy = row.Text(17),
        Created = InstantText.Parse(row.String(18)),
        Depth = row.Int32(20),
    };

    /// <summary>Notes that the job's line has gone.</summary>
    internal static void Unlist(LedgerConnection ledger, string id) => ledger.ExecuteLater("UPDATE jobs SET is_listed = 0 WHERE id = @id", ("@id", id));

    /// <summary>Notes that the job's line stands at another place.</summary>
    internal static void Move(LedgerConnection ledger, RecurringJob job) =>
        ledger.ExecuteLater("UPDATE jobs SET source = @source, line = @line WHERE id = @id", ("@source", job.Source), ("@line", job.Line), ("@id", job.Id));

    /// <summary>Enters a job, or gives the one of the same id its new definition.</summary>
    internal static void Put(LedgerConnection ledger, RecurringJob job)
    {
        ledger.Notify(Notice.Job, job.Id);
        ledger.ExecuteLater(
            """
            INSERT INTO jobs (id, identity, name, state, schedule, time_zone, anchor, source, line, text, fingerprint, is_listed,
                              "user", method, uri, headers, body, policy, queue, priority, requested_by, created, depth)
            VALUES (@id, @identity, @name, @state, @schedule, @zone, @anchor, @source, @line, @text, @fingerprint, @isListed,
                    @user, @method, @uri, @headers, @body, @policy, @queue, @priority, @requestedBy, @created, @depth)
            ON CONFLICT (id) DO UPDATE SET
                identity = excluded.identity, name = excluded.name, state = excluded.state, schedule = excluded.schedule,
                time_zone = excluded.time_zone, anchor = excluded.anchor, source = excluded.source, line = excluded.line,
                text = excluded.text, fingerprint = excluded.fingerprint, is_listed = excluded.is_listed, "user" = excluded."user",
                method = excluded.method, uri = excluded.uri, headers = excluded.headers, body = excluded.body, policy = excluded.policy,
                queue = excluded.queue, priority = excluded.priority
            """,
            ("@id", job.Id), ("@identity", job.Identity), ("@name", job.Policy.Name), ("@state", Word.Of(job.State)), ("@schedule", job.Schedule),
            ("@zone", job.TimeZone), ("@anchor", InstantText.Print(job.Anchor)), ("@source", job.Source), ("@line", job.Line), ("@text", job.Text),
            ("@fingerprint", job.Fingerprint), ("@isListed", job.IsListed ? 1 : 0), ("@user", job.Request.User), ("@method", job.Request.Method),
            ("@uri", job.Request.Uri), ("@headers", HeaderText.Print(job.Request.Headers)), ("@body", RunRows.Bytes(job.Request.Body)),
            ("@policy", PolicyJson.Print(job.Policy)), ("@queue", job.Policy.Queue), ("@priority", job.Policy.Priority),
            ("@requestedBy", job.RequestedBy), ("@created", InstantText.Print(job.Created)),
            ("@depth", job.Depth));
        if (job.Policy.IsConditional)
            ValidatorRows.Forget(ledger, job.Id);
    }
}
