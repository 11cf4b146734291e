using System.CommandLine;
using JobQueue.Host.CommandLine;

return await CommandRoot.RunAsync(
    args,
    new RootCommand("cron and at for web applications: a job is an HTTP request")
    {
        ServeCommand.Create(),
        CheckCommand.Create(),
        NextCommand.Create(),
        AtCommand.Create(),
        ListCommand.Create(),
        ShowCommand.Create(),
        RunsCommand.Create(),
        ActionCommand.Create(JobAction.Run),
        ActionCommand.Create(JobAction.Pause),
        ActionCommand.Create(JobAction.Resume),
        ActionCommand.Create(JobAction.Remove),
        ActionCommand.Create(JobAction.Cancel),
    });
