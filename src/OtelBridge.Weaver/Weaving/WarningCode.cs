namespace OtelBridge.Weaver.Weaving;

/// <summary>The stable codes of what the weaver warns of; docs/decorator.md lists them, which a test checks.</summary>
internal static class WarningCode
{
    public const string AsyncVoid = "OTB1001";
    public const string NoBody = "OTB1002";
    public const string UnknownTaskType = "OTB1003";
    public const string ReducerWithoutStream = "OTB1004";
    public const string UnfitReducer = "OTB1005";
    public const string UnsupportedBody = "OTB1006";
    public const string RuntimeAsync = "OTB1007";
    public const string IgnoreWithoutTrace = "OTB1008";
    public const string NotWritable = "OTB1021";
    public const string RuntimeNotFound = "OTB1022";
    public const string SymbolsUnreadable = "OTB1023";
    public const string NoKey = "OTB1024";
    public const string NotReadable = "OTB1025";

    /// <summary>An error, not a warning: the weaver itself failed.</summary>
    public const string Fault = "OTB1029";
}
