using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Probing;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Contracts.Tests.Probing;

/// <summary>Peers over real sockets, each with one fault or none, and the probe of them.</summary>
internal static class ProbedPeer
{
    /// <summary>Long enough for a busy machine; what is to run into it says so.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task<LoopbackHttpServer> GrpcAsync(GrpcStatusCode status = GrpcStatusCode.Ok, Action<ListenOptions>? configure = null) =>
        LoopbackHttpServer.StartAsync(context => AnswerGrpcAsync(context, status), HttpProtocols.Http2, configure);

    /// <summary>OTLP over HTTP at <c>/v1/traces</c>, and nothing else.</summary>
    public static Task<LoopbackHttpServer> HttpAsync(Action<ListenOptions>? configure = null) =>
        HttpAsync(static context => context.Request.Path == "/v1/traces" && HttpMethods.IsPost(context.Request.Method) ? WriteAsync(context, 200, string.Empty, "application/x-protobuf") : WriteAsync(context, 404, "404 page not found"), configure);

    public static Task<LoopbackHttpServer> HttpAsync(RequestDelegate handler, Action<ListenOptions>? configure = null) => LoopbackHttpServer.StartAsync(handler, HttpProtocols.Http1, configure);

    public static Action<ListenOptions> Tls(X509Certificate2 certificate, Action<Microsoft.AspNetCore.Server.Kestrel.Https.HttpsConnectionAdapterOptions>? configure = null) =>
        listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            configure?.Invoke(https);
        });

    public static async Task WriteAsync(HttpContext context, int status, string body, string contentType = "text/plain")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    }

    public static ProbeTarget AtGrpc(Uri address, ProbeTargetKind kind = ProbeTargetKind.Collector) => new() { Name = "peer", Kind = kind, Endpoint = address, IsGrpc = true };

    public static ProbeTarget AtHttp(Uri address, string path = "/v1/traces") => new() { Name = "peer", Kind = ProbeTargetKind.Collector, Endpoint = new Uri(address, path), IsGrpc = false };

    /// <summary>The address with another scheme.</summary>
    public static Uri With(this Uri address, string scheme) => new UriBuilder(address) { Scheme = scheme }.Uri;

    public static Action<SslClientAuthenticationOptions> Trusting(TestAuthority authority, X509Certificate2? own = null) => options =>
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(authority.Pem);
        options.CertificateChainPolicy = policy;
        options.ClientCertificates = own is null ? null : [own];
    };

    public static Task<IReadOnlyList<Finding>> ProbeAsync(ProbeTarget target, TimeSpan? timeout = null) => EndpointProbe.RunAsync(target, timeout ?? Patience, TimeProvider.System);

    private static async Task AnswerGrpcAsync(HttpContext context, GrpcStatusCode status)
    {
        context.Response.ContentType = GrpcHeaders.ContentType;
        if (status == GrpcStatusCode.Ok)
        {
            await context.Response.Body.WriteAsync(GrpcFrame.Write(new ExportTraceServiceResponse(), gzip: false));
        }

        context.Response.AppendTrailer(GrpcHeaders.Status, $"{(int)status}");
    }
}
