using System.Net;
using System.Net.Http.Headers;
using JobQueue.Api.Tests.Keys;

namespace JobQueue.Api.Tests.Pages;

[TestClass]
public sealed class FormSizeTests
{
    private const int MiB = 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    // Form, bytes, status: 400 where there is but no token in it
    [DataRow("/queues/default/pause", MiB - 100, HttpStatusCode.BadRequest)]
    [DataRow("/queues/default/pause", MiB, HttpStatusCode.RequestEntityTooLarge)]
    [DataRow("/jobs/nightly/pause", MiB, HttpStatusCode.RequestEntityTooLarge)]
    [DataRow("/keys", MiB, HttpStatusCode.RequestEntityTooLarge)]
    [DataRow("/keys/viewer/revoke", MiB, HttpStatusCode.RequestEntityTooLarge)]
    [DataRow("/logout", MiB, HttpStatusCode.RequestEntityTooLarge)]
    [DataRow("/new", 2 * MiB, HttpStatusCode.BadRequest)]
    [DataRow("/new", 4 * MiB, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_LargeForm_Is413(string path, int bytes, HttpStatusCode expected)
    {
        await using var host = await HostApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue" + path);
        var type = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        request.Content = new StringContent("reason=" + new string('x', bytes), type);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Key("admin"));
        // Who is refused does not send it all.
        request.Headers.ExpectContinue = true;
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Limit })
        {
            BaseAddress = host.App.Client.BaseAddress,
        };

        using var answer = await client.SendAsync(request);

        Assert.AreEqual(expected, answer.StatusCode);
    }
}
