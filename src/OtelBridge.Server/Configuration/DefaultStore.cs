namespace OtelBridge.Server.Configuration;

/// <summary>The store that is used when none is named.</summary>
public static class DefaultStore
{
    /// <summary>Gets <c>sqlite:</c> and <c>otelbridge/otelbridge.db</c> below the user's data folder (XDG_DATA_HOME, LocalAppData).</summary>
    public static string Address => "sqlite:" + Path.Combine(DataFolder(), "otelbridge", "otelbridge.db");

    // A service account may have no home; then the working folder is the one place left that its operator chose.
    private static string DataFolder()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0 ? folder : Environment.CurrentDirectory;
    }
}
