using System.CommandLine;
using JobQueue.Benchmarks.Load;
using JobQueue.Benchmarks.Throughput;

return await new RootCommand("measures JobQueue against what it is built on; one JSON line a figure")
{
    ThroughputCommand.Create(),
    LoadCommand.Create(),
}.Parse(args).InvokeAsync();
