namespace OtelBridge.Web.Content;

/// <summary>How a content is to be shown.</summary>
public enum ContentViewKind
{
    /// <summary>As it reads best.</summary>
    Best,

    /// <summary>As messages, Markdown rendered.</summary>
    Chat,

    /// <summary>The same, with texts as they were written.</summary>
    Text,

    /// <summary>As a tree.</summary>
    Json,

    /// <summary>As it is stored.</summary>
    Raw,
}
