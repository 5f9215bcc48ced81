namespace OtelBridge.Weaver.Weaving;

/// <summary>One method that cannot be woven: where, why, and what to do.</summary>
internal sealed class WeavingWarning
{
    public WeavingWarning(string code, string message, string? file, int line, int column)
    {
        Code = code;
        Message = message;
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>Stable code, <c>OTB1001</c> and up; listed in docs/decorator.md.</summary>
    public string Code { get; }

    public string Message { get; }

    /// <summary>Source file of the method, when the symbols tell.</summary>
    public string? File { get; }

    public int Line { get; }

    public int Column { get; }
}
