using Microsoft.AspNetCore.Builder;

namespace OtelBridge.Server.Hosting;

/// <summary>The path under which a proxy shows the pages.</summary>
internal static class PathPrefix
{
    /// <summary>How one looks, for messages.</summary>
    public const string Form = "/otel or /tools/otel";

    /// <summary>Reads a prefix, with or without a slash at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prefix">The prefix, with no slash at its end; empty for none.</param>
    /// <returns>False when the text is no path of plain names.</returns>
    public static bool TryParse(string text, out string prefix)
    {
        prefix = text.TrimEnd('/');
        return prefix.Length == 0 || (prefix[0] == '/' && prefix[1..].Split('/').All(IsName));
    }

    /// <summary>Answers under the prefix as without it, and lets pages know of it either way: a proxy may take it away or leave it.</summary>
    public static void UsePathPrefix(this IApplicationBuilder app, string prefix) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(prefix, StringComparison.Ordinal, out var rest))
        {
            context.Request.Path = rest;
        }

        context.Request.PathBase = prefix;
        return next(context);
    });

    private static bool IsName(string part) => part.Length > 0 && part.Trim('.').Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');
}
