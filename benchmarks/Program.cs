using System.CommandLine;
using JobQueue.Benchmarks.Herd;
using JobQueue.Benchmarks.Idle;
using JobQueue.Benchmarks.Latency;
using JobQueue.Benchmarks.Load;
using JobQueue.Benchmarks.Memory;
using JobQueue.Benchmarks.Post;
using JobQueue.Benchmarks.Processes;
using JobQueue.Benchmarks.Throughput;
using JobQueue.Benchmarks.Time;

return await new RootCommand("measures JobQueue against what it is built on; one JSON line a figure")
{
    ThroughputCommand.Create(),
    PostCommand.Create(),
    LatencyCommand.Create(),
    HerdCommand.Create(),
    IdleCommand.Create(),
    MemoryCommand.Create(),
    LoadCommand.Create(),
    TimeCommand.Create(),
    EmptyApp.Create(),
}.Parse(args).InvokeAsync();
