using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue health</c>: what a container or a watcher asks, where there is no curl.</summary>
internal static class HealthCommand
{
    internal const string Name = "health";

    internal static Verb Create()
    {
        var verb = new Verb(Name, "Ask whether all is well; needs no key", "jobqueue health", "jobqueue health --ready");
        var ready = verb.With(new Option<bool>("--ready") { Description = "Ask only whether jobs are sent" });
        return verb.Calls(async (parsed, api, cancellationToken) =>
        {
            // Both are beside the API, not below it.
            var answer = await api.GetAsync(parsed.GetValue(ready) ? "../readyz" : "../healthz", cancellationToken);
            var status = answer.Document?.Text("status");
            if (status is not ("healthy" or "unhealthy"))
            {
                return answer.IsSuccess
                    ? throw new NotJobQueueException("found no health")
                    : answer.Refuse(parsed.InvocationConfiguration.Error);
            }

            parsed.InvocationConfiguration.Output.WriteLine(status);
            foreach (var problem in answer.Document?.Field("problems")?.Items() ?? [])
                parsed.InvocationConfiguration.Output.WriteLine(ScreenText.Harmless(problem.ToString()));
            return answer.IsSuccess ? ExitCode.Done : ExitCode.Refused;
        });
    }
}
