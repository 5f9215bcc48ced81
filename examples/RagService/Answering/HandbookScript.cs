using System.Text.RegularExpressions;
using ChatModels.Scripting;

namespace RagService.Answering;

/// <summary>What the local model answers: the first sentences of the first passage. It is a script and no language model.</summary>
internal static partial class HandbookScript
{
    public static ModelScript Create() => new(static request => ModelAnswer.Says(FirstPassage().Match(request.LastUserText) is { Success: true } passage
        ? $"{passage.Groups["text"].Value} [1]"
        : "The handbook does not say."));

    // [1] Returns
    // A bicycle can be returned within 30 days. It must be clean. …
    [GeneratedRegex(@"^\[1\] .*\n(?<text>[^.]*\.(?: [^.]*\.)?)", RegexOptions.Multiline)]
    private static partial Regex FirstPassage();
}
