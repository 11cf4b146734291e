namespace JobQueue.Reliability;

/// <summary>One kind of trouble, made again and again, with an account of what it led to.</summary>
internal interface IScenario
{
    /// <summary>As <c>--only</c> takes it: lower case and hyphens.</summary>
    string Name { get; }

    /// <summary>What is done, in a sentence for people.</summary>
    string What { get; }

    /// <summary>Makes the trouble, and tells the bench what must not be and what was measured. May throw: then it has failed.</summary>
    Task RunAsync(Bench bench, CancellationToken over);
}
