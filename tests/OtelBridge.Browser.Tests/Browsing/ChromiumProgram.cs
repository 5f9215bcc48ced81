using System.Reflection;

namespace OtelBridge.Browser.Tests.Browsing;

/// <summary>The system's Chromium, started with nothing but what the tests ask of it: no network but this machine, no services of its maker.</summary>
internal static class ChromiumProgram
{
    // The program itself first: what stands in the path may be a script that asks the machine for advice.
    private static readonly string[] Places = ["/usr/lib/chromium/chromium"];
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
    ];

    /// <summary>Starts the driver and a browser.</summary>
    public static async Task<(IPlaywright Driver, IBrowser Browser)> LaunchAsync()
    {
        // The driver's scripts lie in the package; its own Node is not copied and not needed.
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", PackageFolder());
        Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", InPath("node") ?? throw Missing("Node", "nodejs npm"));
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Flags });
        return (driver, browser);
    }

    private static string Find() =>
        Places.FirstOrDefault(File.Exists) ?? Names.Select(InPath).FirstOrDefault(static path => path is not null) ?? throw Missing("Chromium", "chromium");

    private static string PackageFolder() =>
        typeof(ChromiumProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "PlaywrightPackage").Value!;

    private static string? InPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static InvalidOperationException Missing(string what, string packages) =>
        new($"{what} is missing: run 'bash tests/run.sh', which installs it, or 'apt-get install {packages}'.");
}
