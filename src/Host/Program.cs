using JobQueue.Host.CommandLine;

return await CommandRoot.RunAsync(
    args,
    [
        (ServeCommand.Name, ServeCommand.Create),
        (CheckCommand.Name, CheckCommand.Create),
        (NextCommand.Name, NextCommand.Create),
        (AtCommand.Name, AtCommand.Create),
        (ListCommand.Name, ListCommand.Create),
        (ShowCommand.Name, ShowCommand.Create),
        (RunsCommand.Name, RunsCommand.Create),
        (QueueCommand.Name, QueueCommand.Create),
        (HealthCommand.Name, HealthCommand.Create),
        (KeyCommand.Name, KeyCommand.Create),
        (BackupCommand.Name, BackupCommand.Create),
        (RestoreCommand.Name, RestoreCommand.Create),
        (MigrateCommand.Name, MigrateCommand.Create),
        .. JobAction.All.Select(action => (action.Verb, (Func<Verb>)(() => ActionCommand.Create(action)))),
    ]);
