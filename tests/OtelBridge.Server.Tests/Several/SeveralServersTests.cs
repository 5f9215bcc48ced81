using System.Net;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Several;

/// <summary>Three servers on one PostgreSQL: whichever is asked, the answer is the same, and whatever happens to one of them, or to the database, nothing acknowledged is lost or stored twice.</summary>
public sealed class SeveralServersTests(ThreeServers servers) : IClassFixture<ThreeServers>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Ingest_OneServerIsKilled_TheOthersTakeAllOfItOnce()
    {
        await ThroughAsync(async senders =>
        {
            await servers.Servers[1].KillAsync();
            await senders.UntilMoreAsync();
            await servers.StartAgainAsync(1);
        });
    }

    [Fact]
    public async Task Ingest_OneServerIsPausedAndGoesOn_AllOfItIsThereOnce()
    {
        await ThroughAsync(async senders =>
        {
            await servers.Servers[2].PauseAsync();
            try
            {
                await senders.UntilMoreAsync();
            }
            finally
            {
                await servers.Servers[2].ContinueAsync();
            }
        });
    }

    [Fact]
    public async Task Ingest_DatabaseCrashesAndComesBack_AllOfItIsThereOnce()
    {
        await ThroughAsync(_ => servers.RestartDatabaseAsync());
    }

    [Fact]
    public async Task Search_EachPageAtAnotherServer_MeetsEveryTraceOnce()
    {
        const int Traces = 7;
        var experiment = await servers.NewExperimentAsync();
        var sent = new List<string>();
        for (var i = 0; i < Traces; i++)
        {
            sent.Add(await StoreAsync(i % ThreeServers.Count, experiment));
        }

        var found = new List<string>();
        var request = new SearchTracesRequest { ExperimentIds = { experiment }, MaxResults = 2 };
        var server = 0;
        do
        {
            using var client = servers.Client(server++ % ThreeServers.Count);
            var page = await client.CallAsync(TrackingServiceMethods.SearchTraces, request);
            found.AddRange(page.Traces.Select(static trace => trace.TraceId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        found.ShouldBe(sent, ignoreOrder: true);
        server.ShouldBe(4);
    }

    [Fact]
    public async Task LivePage_TraceComesInAtAnotherServer_IsToldAndShowsIt()
    {
        var experiment = await servers.NewExperimentAsync();
        using var page = new HttpClient { BaseAddress = servers.Servers[0].HttpAddress };
        using var events = new StreamReader(await page.GetStreamAsync(new Uri($"/traces/live?experiment={experiment}", UriKind.Relative)).WaitAsync(Patience));
        await UntilAsync(events, "retry: 1000");

        var trace = await StoreAsync(1, experiment);

        await UntilAsync(events, "event: changed");
        (await page.GetStringAsync(new Uri($"/traces?experiment={experiment}", UriKind.Relative))).ShouldContain(trace);
    }

    [Fact]
    public async Task Tag_ChangedAtTwoServersAtOnce_IsChangedByOneAndAskedOfTheOther()
    {
        const int Rounds = 8;
        var trace = await StoreAsync(0, await servers.NewExperimentAsync());
        var value = await SetAsync(0, trace, null, "start");
        value.ShouldBe(HttpStatusCode.SeeOther);
        var seen = "start";
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, ThreeServers.Count).Select(server => SetAsync(server, trace, seen, $"{round} by {server}"))).WaitAsync(Patience);

            // A page of its own asks whoever was too late what to do.
            answers.ShouldBe([HttpStatusCode.SeeOther, HttpStatusCode.OK, HttpStatusCode.OK], ignoreOrder: true);
            seen = $"{round} by {Array.IndexOf(answers, HttpStatusCode.SeeOther)}";
            using var client = servers.Client(round % ThreeServers.Count);
            (await client.CallAsync(TrackingServiceMethods.GetTraceInfo, new GetTraceInfoRequest { TraceId = trace })).Info.Tags["who"].ShouldBe(seen);
        }
    }

    private static async Task UntilAsync(StreamReader events, string wanted)
    {
        while (await events.ReadLineAsync().WaitAsync(Patience) is var line && line != wanted)
        {
            line.ShouldNotBeNull(); // the end
        }
    }

    // As the form of a page does.
    private async Task<HttpStatusCode> SetAsync(int server, string trace, string? seen, string value)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = servers.Servers[server].HttpAddress };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var form = new Dictionary<string, string> { ["key"] = "who", ["value"] = value };
        if (seen is not null)
        {
            (form["had"], form["seen"]) = ("1", seen);
        }

        using var body = new FormUrlEncodedContent(form);
        using var response = await browser.PostAsync(new Uri($"/traces/{trace}/tags", UriKind.Relative), body);
        return response.StatusCode;
    }

    private async Task<string> StoreAsync(int server, string experiment)
    {
        var trace = servers.NewTrace();
        using var client = servers.Client(server);
        await client.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(trace, 1)), [new(MlflowKeys.ExperimentHeader, experiment)]);
        return OtlpSamples.TraceIdText(trace);
    }

    private async Task ThroughAsync(Func<SeveralSenders, Task> what)
    {
        var experiment = await servers.NewExperimentAsync();
        var spans = new SentSpans(servers, experiment);
        await new SeveralSenders(servers, spans, experiment).SendThroughAsync(what);
        for (var server = 0; server < ThreeServers.Count; server++)
        {
            await spans.ShouldBeAtAsync(server);
        }
    }
}
