namespace OtelBridge.Dialects;

/// <summary>A kind of span whose inputs and outputs are objects made of all attributes that begin with a prefix.</summary>
internal sealed record SpreadContent(string Kind, string InputsPrefix, string OutputsPrefix);
