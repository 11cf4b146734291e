namespace JobQueue.Reliability.Checking;

/// <summary>How the nodes of a cluster go on with what one of them had in flight.</summary>
internal static class Takeovers
{
    private const string Running = "running";

    /// <summary>Changes that a node committed after it had been declared dead, or that no node committed.</summary>
    internal static IEnumerable<string> PastTheFence(History history) => history.Nodes.Count == 0
        ? []
        : history.Moves.Where(move => move.Writer is null || move.IsWriterOut).Select(move => $"{move}");

    /// <summary>Runs in flight that another node took from one that had not ended.</summary>
    internal static IEnumerable<string> OfTheLiving(History history)
    {
        var ends = history.Nodes.ToDictionary(node => node.Id, node => node.Ended);
        return history.Moves
            .Where(move => move is { From: Running, Before: { } owner, Writer: { } writer } && owner != writer)
            .Where(move => ends.GetValueOrDefault(move.Before!) is not { } ended || ended > move.At)
            .Select(move => $"{move}");
    }

    /// <summary>Runs that a node had in flight when it crashed alone, and that nobody touched in time.</summary>
    internal static IEnumerable<string> Late(History history)
    {
        if (history.TakeoverWithin is not { } within)
            yield break;
        var processes = history.Nodes.ToDictionary(node => node.Id, node => node.Process);
        var alone = history.Crashes
            .Where(crash => !history.Crashes.Any(other => crash.At < other.At && other.At <= crash.At + within))
            .ToList();
        foreach (var moves in history.Moves.GroupBy(move => move.RunId))
        {
            var inOrder = moves.ToList();
            var claims = inOrder.Zip(inOrder.Skip(1).Append(null)).Where(pair => pair.First is { To: Running, Owner: not null });
            foreach (var (claim, next) in claims)
            {
                foreach (var crash in alone.Where(crash => IsHit(claim, next, crash, processes)))
                {
                    if (next is null || next.At > crash.At + within)
                        yield return $"{claim}, crash at {crash.At:O}, then {next?.At:O}";
                }
            }
        }
    }

    private static bool IsHit(RunMove claim, RunMove? next, Crash crash, Dictionary<string, int> processes) =>
        crash.Process is { } process && processes.GetValueOrDefault(claim.Owner!) == process
        && claim.At <= crash.At && (next is null || next.At > crash.At);
}
