namespace OtelBridge.Fuzz;

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Found = 1;
    public const int Usage = 2;
}
