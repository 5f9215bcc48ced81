namespace OtelBridge.TestSupport.Packaging;

/// <summary>The command <c>dotnet</c>, without servers that outlive it.</summary>
public static class DotNet
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_NOLOGO"] = "1",

        // Of the test host, which is an msbuild of its own to the new one.
        ["MSBuildSDKsPath"] = null,
        ["MSBUILD_EXE_PATH"] = null,
        ["MSBuildExtensionsPath"] = null,
    };

    /// <summary>What the tests themselves were built as.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Runs it to its end and gives its lines; fails when it fails.</summary>
    public static Task<IReadOnlyList<string>> RunAsync(string folder, IEnumerable<string> arguments) =>
        ChildProcess.RunAsync("dotnet", arguments, folder, Environment);

    /// <summary>Runs it to its end, whatever that is.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> TryAsync(string folder, IEnumerable<string> arguments)
    {
        await using var child = ChildProcess.Start("dotnet", arguments, folder, Environment);
        var exitCode = await child.WaitForExitAsync();
        return (exitCode, await child.ReadRestAsync());
    }
}
