using Gallery;
using Gallery.Backups;
using Gallery.Cleaning;
using Gallery.Pictures;
using Gallery.Reports;
using Gallery.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddSignIn();
builder.AddGallery();

var app = builder.Build();
app.UseSafeHeaders();
app.UseStaticFiles();
app.UseAuthentication();
app.UseSameOrigin();
app.UseAuthorization();
app.MapSignIn();
app.MapPictures();
app.MapBackups();
app.MapCleaning();
app.MapReports();
app.MapRazorPages();
app.MapJobQueue("/jobqueue").RequireAuthorization(SignIn.Operators);
app.Run();
