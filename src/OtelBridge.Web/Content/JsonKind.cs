namespace OtelBridge.Web.Content;

/// <summary>What a value of JSON is.</summary>
public enum JsonKind
{
    Map,
    List,
    Text,
    Number,
    Literal,
}
