namespace OtelBridge.Chaos;

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Found = 1;
}
