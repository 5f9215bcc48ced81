namespace OtelBridge.Pricing;

/// <summary>The shorter forms of a model's name, by fixed rules: what stands before it and after it and does not change its price.</summary>
/// <remarks>Each form is a part of the name itself, so that looking for a price allocates nothing.</remarks>
internal static class ModelNameForms
{
    private const string FineTuned = "ft:";
    private const string ModelsPath = "/models/";
    private const string Models = "models/";

    private const string Anthropic = "anthropic.";

    // Amazon's inference profiles. Models of others cost differently from region to region, and `global` differs from all of these:
    // they are in the table with their whole names.
    private static readonly string[] _regions = ["us.", "eu.", "apac.", "us-gov.", "jp.", "au.", "ca."];

    /// <summary>Takes one thing off the beginning of a name.</summary>
    /// <param name="name">The name; shorter after a successful call.</param>
    /// <param name="provider">The provider that the part names, if it does.</param>
    public static bool TryShortenBegin(ref ReadOnlySpan<char> name, out string? provider)
    {
        provider = null;
        if (name.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
        {
            return TryCut(ref name, name.LastIndexOf('/') + 1);
        }

        // projects/P/locations/L/publishers/google/models/NAME
        var path = name.LastIndexOf(ModelsPath, StringComparison.OrdinalIgnoreCase);
        if (path >= 0)
        {
            return TryCut(ref name, path + ModelsPath.Length);
        }

        if (name.StartsWith(Models, StringComparison.OrdinalIgnoreCase))
        {
            return TryCut(ref name, Models.Length);
        }

        var slash = name.IndexOf('/');
        if (slash > 0 && PriceProviders.NameOfPrefix(name[..slash]) is { } named)
        {
            provider = named;
            return TryCut(ref name, slash + 1);
        }

        foreach (var region in _regions)
        {
            if (name.StartsWith(region, StringComparison.OrdinalIgnoreCase)
                && name[region.Length..].StartsWith(Anthropic, StringComparison.OrdinalIgnoreCase))
            {
                return TryCut(ref name, region.Length);
            }
        }

        return false;
    }

    /// <summary>Takes one thing off the end of a name: a date, a version of the same model, <c>latest</c>.</summary>
    public static bool TryShortenEnd(ref ReadOnlySpan<char> name)
    {
        // ft:gpt-4o-mini-2024-07-18:org:name:id is priced as ft:gpt-4o-mini-2024-07-18.
        if (name.StartsWith(FineTuned, StringComparison.OrdinalIgnoreCase))
        {
            var colon = name[FineTuned.Length..].IndexOf(':');
            if (colon > 0)
            {
                name = name[..(FineTuned.Length + colon)];
                return true;
            }
        }

        var length = EndOf(name);
        if (length == 0 || length >= name.Length)
        {
            return false;
        }

        name = name[..^length];
        return true;
    }

    private static int EndOf(ReadOnlySpan<char> name)
    {
        if (HasForm(name, "-0000-00-00"))
        {
            return 11;
        }

        if (HasForm(name, "-00000000") || HasForm(name, "@00000000"))
        {
            return 9;
        }

        // Amazon: anthropic.claude-…-v1:0. Google: gemini-…-001.
        if (HasForm(name, "-v0:0"))
        {
            return 5;
        }

        if (HasForm(name, "-000"))
        {
            return 4;
        }

        return name.EndsWith("-latest", StringComparison.OrdinalIgnoreCase) ? "-latest".Length
            : name.EndsWith("@default", StringComparison.OrdinalIgnoreCase) ? "@default".Length
            : 0;
    }

    // In a form, 0 stands for any digit.
    private static bool HasForm(ReadOnlySpan<char> name, ReadOnlySpan<char> form)
    {
        if (name.Length <= form.Length)
        {
            return false;
        }

        var end = name[^form.Length..];
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == '0' ? !char.IsAsciiDigit(end[i]) : char.ToLowerInvariant(end[i]) != form[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryCut(ref ReadOnlySpan<char> name, int length)
    {
        if (length <= 0 || length >= name.Length)
        {
            return false;
        }

        name = name[length..];
        return true;
    }
}
