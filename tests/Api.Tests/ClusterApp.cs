namespace JobQueue.Api.Tests;

/// <summary>An app on a ledger in PostgreSQL.</summary>
internal static class ClusterApp
{
    /// <param name="store">The ledger.</param>
    /// <param name="node">The name of the node.</param>
    /// <param name="held">What answers at <c>/held</c>.</param>
    /// <param name="add">What else it has.</param>
    internal static Task<LibraryApp> StartAsync(
        string store, string node, HeldEndpoint? held = null, Action<WebApplicationBuilder>? add = null) => LibraryApp.StartAsync(
        "",
        app =>
        {
            if (held is not null)
                app.MapGet("/held", held.RunAsync);
            app.MapJobQueue();
        },
        builder =>
        {
            builder.Services.AddJobQueue(options => (options.Store, options.Node) = (store, node));
            add?.Invoke(builder);
        });
}
