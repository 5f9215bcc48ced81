namespace OtelBridge.Web.Content;

/// <summary>An object or a list that a reader is inside of.</summary>
internal sealed class JsonFrame(bool isArray, JsonNode? node)
{
    private int _nameAt;
    private int _nameLength;

    /// <summary>Gets what of it is shown; null where nothing is.</summary>
    public JsonNode? Node { get; } = node;

    /// <summary>Gets or sets the number of the member that is being read.</summary>
    public int Index { get; set; } = -1;

    public void Named(int at, int length) => (_nameAt, _nameLength) = (at, length);

    /// <summary>The name or the number of the member that is being read.</summary>
    public string Key(ReadOnlySpan<byte> json) => isArray ? $"{Index}" : Name(json);

    /// <summary>The same as a step of a path.</summary>
    public string Step(ReadOnlySpan<byte> json) => isArray ? JsonPath.Index(Index) : JsonPath.Name(Name(json));

    private string Name(ReadOnlySpan<byte> json) => JsonText.Short(json.Slice(_nameAt, _nameLength), ContentLimits.Name);
}
