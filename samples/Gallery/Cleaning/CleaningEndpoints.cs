using Gallery.Backups;
using Microsoft.AspNetCore.Authorization;

namespace Gallery.Cleaning;

/// <summary>What jobs.crontab has done at night by its user "janitor", who has the role by configuration.</summary>
internal static class CleaningEndpoints
{
    /// <summary>So many backups are kept, the newest ones.</summary>
    internal const int KeptBackups = 5;

    /// <summary>What is being written is older than this only when its writer is gone.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(1);

    internal static void MapCleaning(this IEndpointRouteBuilder app)
    {
        var cleaning = app.MapGroup("/clean").RequireAuthorization(new AuthorizeAttribute { Roles = "cleaner" });
        cleaning.MapPost("/temporary", CleanTemporary);
        cleaning.MapPost("/backups", CleanBackups);
    }

    private static Cleaned CleanTemporary(GalleryFolder folder, TimeProvider time)
    {
        var before = (time.GetUtcNow() - MostAge).UtcDateTime;
        var old = new DirectoryInfo(folder.Temporary).EnumerateFileSystemInfos().Where(entry => entry.LastWriteTimeUtc < before).ToList();
        foreach (var entry in old)
            if (entry is DirectoryInfo directory)
                directory.Delete(recursive: true);
            else
                entry.Delete();
        return new Cleaned(old.Count);
    }

    private static Cleaned CleanBackups(BackupStore backups)
    {
        var old = backups.All().Skip(KeptBackups).ToList();
        foreach (var backup in old)
            File.Delete(backup.Path);
        return new Cleaned(old.Count);
    }

    /// <summary>What a run's answer says.</summary>
    /// <param name="Removed">How many were removed.</param>
    private sealed record Cleaned(int Removed);
}
