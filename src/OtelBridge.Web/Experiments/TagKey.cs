using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Experiments;

/// <summary>Keys of tags of experiments and runs, under the rules of MLflow's API.</summary>
internal static class TagKey
{
    /// <summary>The key without spaces around it.</summary>
    /// <exception cref="BadHttpRequestException">It is none.</exception>
    public static string Of(string text)
    {
        var key = text.Trim();
        if (key.Length is 0 or > ExperimentChanges.MaxKey)
        {
            throw new BadHttpRequestException($"A key has 1 to {ExperimentChanges.MaxKey} characters.");
        }

        if (!key.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/' or ' ') || key.Split('/').Any(static part => part is "" or "." or ".."))
        {
            throw new BadHttpRequestException("A key consists of letters, digits, underscores, dashes, dots, colons, slashes and spaces, without empty parts between slashes.");
        }

        return key;
    }
}
