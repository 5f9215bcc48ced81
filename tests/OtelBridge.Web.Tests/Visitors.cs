using System.Net;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests;

/// <summary>Clients that do what a browser does when one of our own pages sends a form: they keep cookies, say where they come from, and leave redirects to the test.</summary>
internal static class Visitors
{
    public static HttpClient Of(ServerUnderTest server)
    {
        var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = server.HttpAddress };
        visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return visitor;
    }
}
