using Gallery.Backups;
using Gallery.Pictures;
using Gallery.Web;

namespace Gallery;

/// <summary>What the gallery is made of.</summary>
internal static class GalleryBuilder
{
    internal static void AddGallery(this WebApplicationBuilder builder)
    {
        var folder = Directory.CreateDirectory(GalleryFolder.PathOf(Options(builder).Folder, builder.Environment)).FullName;
        builder.Services.AddJobQueue(options =>
        {
            options.Crontab ??= Path.Combine(builder.Environment.ContentRootPath, "jobs.crontab");
            options.Store = "sqlite:" + Path.Combine(folder, "jobqueue.db");
        });
        builder.Services.Configure<GalleryOptions>(builder.Configuration.GetSection("Gallery"));
        builder.Services.AddSingleton<GalleryFolder>();
        builder.Services.AddSingleton<Pace>();
        builder.Services.AddSingleton<PictureStore>();
        builder.Services.AddSingleton<PictureJobs>();
        builder.Services.AddSingleton<BackupStore>();
        builder.Services.AddSingleton<BackupJob>();
        builder.Services.AddRazorPages(pages => pages.Conventions.AuthorizePage("/Backups", SignIn.Operators).AuthorizePage("/Report"));
    }

    /// <summary>The section as it is now, for what must be known before there are services.</summary>
    internal static GalleryOptions Options(WebApplicationBuilder builder) =>
        builder.Configuration.GetSection("Gallery").Get<GalleryOptions>() ?? new GalleryOptions();
}
