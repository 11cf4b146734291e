namespace JobQueue.Benchmarks.Throughput;

/// <summary>What the bare loop needs of a claimed run.</summary>
internal sealed record BareRun(string Id, int Attempt, DateTimeOffset Due, JobRequest Request);
