namespace JobQueue.Tests;

/// <summary>The PostgreSQL of a test project: started when the first test asks for it, ended with the last.</summary>
[TestClass]
public sealed class SharedPostgres
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(() => PostgresServer.StartAsync());

    /// <summary>
    /// A new, empty database; its connection string. Where there is no PostgreSQL the test is inconclusive, and failed where no tool may be
    /// missing.
    /// </summary>
    internal static async Task<string> NewDatabaseAsync() => await (await ServerAsync()).NewDatabaseAsync();

    /// <summary>A store of its own, as JobQueue:Store names it.</summary>
    internal static async Task<string?> NewStoreAsync() => $"postgres:{await NewDatabaseAsync()}";

    /// <inheritdoc cref="NewDatabaseAsync"/>
    internal static Task<PostgresServer> ServerAsync() => PostgresServer.WhyMissing is not { } why ? Server.Value
        : throw MissingTool.Says(why);

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        if (Server.IsValueCreated)
            await (await Server.Value).DisposeAsync();
    }
}
