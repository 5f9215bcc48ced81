namespace OtelBridge.Web.Comparison;

/// <summary>What two spans worked on, or what came out of them, beside each other: as messages where both have a chat, otherwise as one text.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Messages">The messages; none when it is one text.</param>
/// <param name="Text">The text; null when it is messages, or neither side has any.</param>
/// <param name="LeftOut">How many earlier messages are not compared.</param>
public sealed record DifferenceSection(string Title, IReadOnlyList<MessageDifference> Messages, TextDifference? Text, int LeftOut = 0)
{
    public bool IsEmpty => Messages.Count == 0 && Text is null;

    public bool IsSame => Text?.IsSame ?? Messages.All(static message => message.Kind == DifferenceKind.Same);

    /// <summary>The messages, with those in a row that are the same on both sides together.</summary>
    public IEnumerable<IReadOnlyList<MessageDifference>> Runs()
    {
        for (var i = 0; i < Messages.Count;)
        {
            var start = i++;
            while (Messages[start].Kind == DifferenceKind.Same && i < Messages.Count && Messages[i].Kind == DifferenceKind.Same)
            {
                i++;
            }

            yield return [.. Messages.Take(start..i)];
        }
    }
}
