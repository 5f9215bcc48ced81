namespace OtelBridge.Export;

/// <summary>One rule of what a destination may not see. It names values by a path, by keys or by a pattern, or by several of them at once.</summary>
/// <remarks>
/// In configuration <c>Mlflow:Masks:0:Keys=password,ssn</c> for every destination, and <c>Mlflow:Destinations:NAME:Masks:0:…</c> for one; what is set in code
/// and there adds up. Rules look at attributes of spans, events and links, at the description of the status and, by patterns alone, at the names of spans and events.
/// JSON text in an attribute is masked inside and stays JSON, at any depth, also where a text inside it is JSON again.
/// A rule that cannot be used (a bad path or pattern, or one that names nothing) is reported, and then the destination gets spans without any of their values.
/// </remarks>
public sealed class MaskRule
{
    /// <summary>Gets or sets which values of JSON are masked: <c>$.user.email</c>, <c>$..password</c>, <c>$.messages[*].content</c>, <c>$['a key'][0]</c>.</summary>
    /// <value>The default is none.</value>
    /// <remarks>
    /// Of RFC 9535: names, <c>*</c>, indexes from 0, several of them with commas, and <c>..</c> for any depth. No filters, slices or indexes from the end. Names count with their case.
    /// <c>$</c> is the value of an attribute, and of a text inside it that is JSON again.
    /// </remarks>
    public string? JsonPath { get; set; }

    /// <summary>Gets the keys of attributes, and names of members of JSON at any depth, whose values are masked, in whatever case; <c>*</c> stands for any text.</summary>
    /// <remarks>In configuration a list, or one text with commas.</remarks>
    public IList<string> Keys { get; } = [];

    /// <summary>Gets or sets a regular expression; each part of a text that it finds is masked, also in texts, numbers and names of members inside JSON.</summary>
    /// <value>The default is none.</value>
    /// <remarks>It sees each text inside JSON by itself and without escapes. A text for which it takes too long is replaced whole.</remarks>
    public string? Pattern { get; set; }

    /// <summary>Gets or sets what becomes of the values.</summary>
    /// <value>The default is <see cref="MaskAction.Replace"/>.</value>
    public MaskAction? Action { get; set; }

    /// <summary>Gets or sets what stands in the place of a value with <see cref="MaskAction.Replace"/>.</summary>
    /// <value>The default is <c>[masked]</c>.</value>
    public string? Replacement { get; set; }

    /// <summary>Gets or sets the key of <see cref="MaskAction.Hash"/>. A secret: who has it can try out values.</summary>
    /// <value>The default is none; then values are replaced instead, and that is reported.</value>
    public string? HashKey { get; set; }
}
