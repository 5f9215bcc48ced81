using System.Security.Cryptography.X509Certificates;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Tls;

/// <summary>Certificates that change while the server runs.</summary>
public sealed class TlsReloadTests : IDisposable
{
    private readonly ServerTlsFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task RenewedCertificate_IsServedToNewConnections_AndOpenOnesStay()
    {
        await using var server = await TlsServer.StartAsync(_files);
        await using var open = await TlsServer.ShakeHandsAsync(server.HttpAddress, _files.Client());
        var before = ThumbprintOf(open.RemoteCertificate);

        var renewed = _files.Renew();

        (await ServedAsync(server)).ShouldBe(renewed);
        renewed.ShouldNotBe(before);
        (await HttpOver(open)).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task BrokenFile_KeepsTheOldCertificate_SaysSoOnce_AndTheNextWholeOneIsServed()
    {
        await using var server = await TlsServer.StartAsync(_files);
        var before = await ServedAsync(server);

        _files.Write("tls.crt", "half a certific");
        var during = (await ServedAsync(server), await ServedAsync(server));
        File.Delete(_files.KeyPath);
        var without = await ServedAsync(server);
        var renewed = _files.Renew();
        var after = await ServedAsync(server);

        during.ShouldBe((before, before));
        without.ShouldBe(before);
        after.ShouldBe(renewed);
        var said = server.Log.Where(static entry => entry.EventId == 1102).Select(static entry => entry.Message).ToList();
        said.Count.ShouldBe(2, string.Join('\n', said));
        said[0].ShouldContain("is not PEM");
        said[1].ShouldContain("tls.key' does not exist");
    }

    [Fact]
    public async Task CertificateThatIsWrittenBeforeItsKey_IsServedOnceTheyFit()
    {
        await using var server = await TlsServer.StartAsync(_files);
        var before = await ServedAsync(server);
        using var next = _files.Authority.Issue("127.0.0.1");

        _files.Write("tls.crt", next.ExportCertificatePem());
        var between = await ServedAsync(server);
        _files.Write("tls.key", ServerTlsFiles.KeyOf(next));

        between.ShouldBe(before);
        (await ServedAsync(server)).ShouldBe(next.Thumbprint);
    }

    [Fact]
    public async Task MountedSecret_WhoseFolderIsExchanged_IsSeen()
    {
        using var folder = new TemporaryFolder();
        Mount(folder, "first", ServerTlsFiles.WithKey(_files.Authority.Issue("127.0.0.1")));
        File.CreateSymbolicLink(folder.File("tls.pem"), Path.Combine("..data", "tls.pem"));
        await using var server = await TlsServer.StartAsync(_files, new() { Certificate = folder.File("tls.pem"), ReloadInterval = TimeSpan.Zero });
        using var next = _files.Authority.Issue("127.0.0.1");

        Mount(folder, "second", ServerTlsFiles.WithKey(next));

        (await ServedAsync(server)).ShouldBe(next.Thumbprint);
    }

    [Fact]
    public async Task FilesThatChange_AreNotLookedAtBeforeTheInterval()
    {
        await using var server = await TlsServer.StartAsync(_files, new() { Certificate = _files.CertificatePath, Key = _files.KeyPath, ReloadInterval = TimeSpan.FromHours(1) });
        var before = await ServedAsync(server);

        _files.Renew();

        (await ServedAsync(server)).ShouldBe(before);
    }

    [Fact]
    public async Task CertificateThatEndsSoon_IsRemindedOf()
    {
        using var certificate = _files.Authority.Issue("127.0.0.1", days: 3);
        await using var server = await TlsServer.StartAsync(_files, new() { Certificate = _files.Write("soon.pem", ServerTlsFiles.WithKey(certificate)), ReloadInterval = TimeSpan.Zero });

        await ServedAsync(server);

        server.Log.Count(static entry => entry.EventId == 1103).ShouldBe(1);
    }

    // As Kubernetes does it: a new folder, and a link to it in the place of the old link.
    private static void Mount(TemporaryFolder folder, string name, string pem)
    {
        Directory.CreateDirectory(folder.File(name));
        File.WriteAllText(Path.Combine(folder.File(name), "tls.pem"), pem);
        if (Directory.Exists(folder.File("..data")))
        {
            Directory.Delete(folder.File("..data"));
        }

        Directory.CreateSymbolicLink(folder.File("..data"), name);
    }

    private async Task<string> ServedAsync(ServerUnderTest server)
    {
        await using var stream = await TlsServer.ShakeHandsAsync(server.HttpAddress, _files.Client());
        return ThumbprintOf(stream.RemoteCertificate);
    }

    private static string ThumbprintOf(X509Certificate? certificate) => ((X509Certificate2)certificate!).Thumbprint;

    private static async Task<string> HttpOver(Stream stream)
    {
        await stream.WriteAsync("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(TlsServer.Patience);
    }
}
