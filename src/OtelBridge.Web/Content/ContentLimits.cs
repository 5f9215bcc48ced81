namespace OtelBridge.Web.Content;

/// <summary>How much of a content a page shows at once; the rest is fetched when somebody asks for it.</summary>
internal static class ContentLimits
{
    /// <summary>Characters of one text: as much as one reads, and little enough for Markdown of any shape to be parsed at once.</summary>
    public const int Text = 20_000;

    /// <summary>Borders between cells of the tables of one text; one with more is shown without tables.</summary>
    public const int TableBorders = 1_200;

    /// <summary>Characters of all texts of one chat on a page.</summary>
    public const int Chat = 300_000;

    /// <summary>Messages of one chat on a page: the last ones.</summary>
    public const int Messages = 60;

    /// <summary>Parts of one message.</summary>
    public const int Parts = 50;

    /// <summary>Tools that are listed as offered.</summary>
    public const int Tools = 128;

    /// <summary>Characters of a text inside a JSON tree.</summary>
    public const int Value = 2_000;

    /// <summary>Characters of a name inside a JSON tree.</summary>
    public const int Name = 300;

    /// <summary>Nodes of a JSON tree on a page.</summary>
    public const int Nodes = 600;

    /// <summary>Members of one object or list.</summary>
    public const int Members = 100;

    /// <summary>Levels of a JSON tree on a page.</summary>
    public const int Levels = 6;

    /// <summary>Levels that JSON may have at all; deeper is shown as text.</summary>
    public const int Depth = 100_000;

    /// <summary>Characters of one page of a long text.</summary>
    public const int TextPage = 60_000;

    /// <summary>Places that a search names.</summary>
    public const int Found = 100;

    /// <summary>Characters of a picture inside a page.</summary>
    public const int Picture = 400_000;
}
