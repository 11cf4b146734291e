namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class CommandRootTests
{
    [TestMethod]
    // verb
    [DataRow("serve")]
    [DataRow("check")]
    [DataRow("next")]
    [DataRow("at")]
    [DataRow("list")]
    [DataRow("show")]
    [DataRow("runs")]
    [DataRow("run")]
    [DataRow("pause")]
    [DataRow("resume")]
    [DataRow("rm")]
    [DataRow("cancel")]
    [DataRow("replay")]
    [DataRow("health")]
    [DataRow("queue")]
    [DataRow("queue list")]
    [DataRow("queue pause")]
    [DataRow("queue resume")]
    [DataRow("key")]
    [DataRow("key add")]
    [DataRow("key list")]
    [DataRow("key revoke")]
    [DataRow("backup")]
    [DataRow("restore")]
    [DataRow("migrate")]
    public async Task Help_OfVerb_HasAnExampleAndTheExitCodes(string verb)
    {
        var result = await JobQueueProcess.RunAsync([.. verb.Split(' '), "--help"]);

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.Contains($"Examples:\n  jobqueue {verb}", result.Output);
        Assert.Contains("Exit codes:\n  0   done\n", result.Output);
    }

    [TestMethod]
    // command line, what is said
    [DataRow("frobnicate", "jobqueue: found \"frobnicate\", expected a verb; see jobqueue --help\n")]
    [DataRow("show", "jobqueue: Required argument missing for command: 'show'; see jobqueue show --help\n")]
    [DataRow("show --al", "jobqueue: unknown option --al; see jobqueue show --help\n")]
    [DataRow("list --limit 0", "jobqueue: --limit: expected a number of 1 or more; see jobqueue list --help\n")]
    [DataRow("list -o xml", "jobqueue: --output: found \"xml\", expected table or json; see jobqueue list --help\n")]
    [DataRow("list --server nowhere", "jobqueue: --server: found \"nowhere\", expected a URL like http://127.0.0.1:7070\n")]
    [DataRow("at now --tiemout 5 /x", "jobqueue: unknown option --tiemout; see jobqueue at --help\n")]
    [DataRow("at now /x -d a --json 1", "jobqueue: expected one of --data and --json; see jobqueue at --help\n")]
    [DataRow("at now /x -H X", "jobqueue: --header: found \"X\", expected NAME: VALUE; see jobqueue at --help\n")]
    [DataRow("next", "jobqueue: expected one of --cron and --at; see jobqueue next --help\n")]
    [DataRow("next --at", "jobqueue: expected either a SPEC or --batch; see jobqueue next --help\n")]
    [DataRow("next --at noon --count 0", "jobqueue: --count: expected a number from 1 to 1000000; see jobqueue next --help\n")]
    [DataRow("backup -", "jobqueue: found no file's name, expected one: a backup is checked where it lies; see jobqueue backup --help\n")]
    [DataRow("restore -", "jobqueue: found no file's name, expected one: a backup is checked where it lies; see jobqueue restore --help\n")]
    [DataRow("backup copy.db --store postgres:Host=db;Username=jobs;Password=secret",
        "jobqueue: the ledger is in PostgreSQL, whose own program copies it: pg_dump -h db -p 5432 -U jobs -d jobs -n jobqueue -F c -f FILE\n")]
    [DataRow("restore copy.db --store postgres:Host=db;Username=jobs;Password=secret",
        "jobqueue: the ledger is in PostgreSQL, whose own program restores it: stop all nodes, then pg_restore -h db -p 5432 -U jobs -d jobs -n jobqueue --clean --if-exists -1 FILE\n")]
    [DataRow("migrate --from sqlite:a.db", "jobqueue: Option '--to' is required; see jobqueue migrate --help\n")]
    [DataRow("migrate --from sqlite:a.db --to sqlite:b.db",
        "jobqueue: both are in SQLite: `jobqueue backup` and `jobqueue restore` copy such a ledger\n")]
    [DataRow("migrate --from postgres:Host=a --to postgres:Host=b",
        "jobqueue: both are in PostgreSQL: pg_dump -n jobqueue and pg_restore copy such a ledger\n")]
    [DataRow("check", "jobqueue: Required argument missing for command: 'check'; see jobqueue check --help\n")]
    [DataRow("check x --same-minute -1", "jobqueue: --same-minute: expected a number of 0 or more; see jobqueue check --help\n")]
    [DataRow("--frob", "jobqueue: found \"--frob\", expected an option or a setting like --JobQueue:MissedAfter=10m; see jobqueue serve --help\n")]
    [DataRow("list --key a\u00e4 --server http://127.0.0.1:1", "jobqueue: the key has other characters than the visible ones of ASCII\n")]
    [DataRow("key list --key a\u0007 --server http://127.0.0.1:1", "jobqueue: the key has other characters than the visible ones of ASCII\n")]
    public async Task Run_WrongUsage_IsOneLineAndCode2(string line, string expected)
    {
        var result = await JobQueueProcess.RunAsync(line.Split(' '));

        Assert.AreEqual(new CommandResult(2, "", expected), result);
    }

    [TestMethod]
    // Command line, an option or argument whose text is empty, what is said
    [DataRow("show", "", "jobqueue: found nothing, expected ID; see jobqueue show --help\n")]
    [DataRow("pause", "", "jobqueue: found nothing, expected ID; see jobqueue pause --help\n")]
    [DataRow("cancel", "", "jobqueue: found nothing, expected RUN; see jobqueue cancel --help\n")]
    [DataRow("runs --job", "", "jobqueue: --job: found nothing, expected ID; see jobqueue runs --help\n")]
    [DataRow("list --state", "", "jobqueue: --state: found nothing, expected STATE; see jobqueue list --help\n")]
    [DataRow("list --queue", "", "jobqueue: --queue: found nothing, expected QUEUE; see jobqueue list --help\n")]
    [DataRow("list --query", "", "jobqueue: --query: found nothing, expected TEXT; see jobqueue list --help\n")]
    [DataRow("list --server", "", "jobqueue: --server: found nothing, expected URL; see jobqueue list --help\n")]
    [DataRow("key list --server", "", "jobqueue: --server: found nothing, expected URL; see jobqueue key list --help\n")]
    [DataRow("serve --crontab", "", "jobqueue: --crontab: found nothing, expected FILE; see jobqueue serve --help\n")]
    [DataRow("--urls", "", "jobqueue: --urls: found nothing, expected URLS; see jobqueue serve --help\n")]
    public async Task Run_EmptyText_IsOneLineAndCode2(string line, string empty, string expected)
    {
        var result = await JobQueueProcess.RunAsync([.. line.Split(' '), empty]);

        Assert.AreEqual(new CommandResult(2, "", expected), result);
    }

    [TestMethod]
    // Path, status, Content-Type, body, Location; code, what is said (URL: the server's)
    [DataRow(301, "text/html", "<html>", "https://jobs.example.com/api/jobs?limit=50", 3, "URL redirects to https://jobs.example.com; name that one with --server")]
    [DataRow(302, "text/html", "<html>", "/login?next=%2Fapi", 3, "URL leads to URL/login, as where people sign in; pass a key with --key or JOBQUEUE_KEY, for an app a bearer token that its policy takes")]
    [DataRow(307, "text/html", "", null, 3, "what answers at URL is not JobQueue: 307")]
    [DataRow(502, "text/html", "<html>", null, 3, "what answers at URL is not JobQueue: 502")]
    [DataRow(503, "text/html", "<html>", null, 3, "what answers at URL is not JobQueue: 503")]
    [DataRow(504, "text/plain", "", null, 3, "what answers at URL is not JobQueue: 504")]
    [DataRow(503, "application/problem+json", "{\"detail\":\"the disk is full\"}", null, 1, "the disk is full")]
    [DataRow(400, "application/problem+json; charset=no-such", "{\"detail\":\"no\"}", null, 1, "no")]
    public async Task Run_AnswerThatIsNoDocument_SaysWhatIsThere(int status, string type, string body, string? location, int code, string expected)
    {
        await using var api = await StubApi.StartAsync(("GET /api/jobs?limit=50", new StubAnswer(status, body, location, type)));

        var result = await api.RunAsync("list");

        Assert.AreEqual(new CommandResult(code, "", $"jobqueue: {expected.Replace("URL", api.Url, StringComparison.Ordinal)}\n"), result);
    }

    [TestMethod]
    public async Task Run_OutputIsFull_SaysSo()
    {
        await using var api = await StubApi.StartAsync(("GET /api/jobs?limit=50", new StubAnswer(200, """{"items":[],"next":null}""")));
        await using var process = JobQueueProcess.Start(
            ["list", "--server", api.Url], starter: ["sh", "-c", "exec \"$@\" > /dev/full", "sh"]);

        var code = await process.ExitAsync();

        Assert.AreEqual((1, "jobqueue: the standard input or output cannot be used (No space left on device)\n"), (code, process.Error));
    }

    [TestMethod]
    public async Task Run_NoServer_SaysHowToStartOne()
    {
        // Port 1 is tcpmux, which nobody serves.
        var result = await JobQueueProcess.RunAsync(["list", "--server", "http://127.0.0.1:1"]);

        const string expected = "jobqueue: cannot reach http://127.0.0.1:1 (Connection refused); start it with `jobqueue serve`\n";
        Assert.AreEqual(new CommandResult(3, "", expected), result);
    }

    [TestMethod]
    public async Task Run_NotJobQueue_SaysSo()
    {
        await using var api = await StubApi.StartAsync(("GET /api/jobs?limit=50", new StubAnswer(200, "<html>")));

        var result = await api.RunAsync("list");

        Assert.AreEqual(3, result.ExitCode);
        Assert.AreEqual($"jobqueue: what answers at {api.Url} is not JobQueue: found no JSON\n", result.Error);
    }

    [TestMethod]
    // option, variable, what the server sees
    [DataRow("--key=abc", "", "Bearer abc")]
    [DataRow("--limit=50", "def", "Bearer def")]
    [DataRow("--key=abc", "def", "Bearer abc")]
    [DataRow("--limit=50", "", "")]
    [DataRow("--limit=50", "def\n", "Bearer def")]
    [DataRow("--limit=50", " \t", "")]
    public async Task Run_Key_IsTheBearerToken(string option, string variable, string expected)
    {
        await using var api = await StubApi.StartAsync(("GET /api/jobs?limit=50", new StubAnswer(200, """{"items":[],"next":null}""")));

        await JobQueueProcess.RunAsync(["list", "--server", api.Url + "/", option], [("JOBQUEUE_KEY", variable)]);

        Assert.AreEqual(expected, api.Requests.Single().Authorization);
    }

    [TestMethod]
    public async Task Run_NoVerb_Serves()
    {
        await using var host = new HostUnderTest();

        await using var process = host.Launch([]);
        var line = await process.OutputLineAsync("Listening on");

        Assert.Contains("http://127.0.0.1:", line);
    }
}
