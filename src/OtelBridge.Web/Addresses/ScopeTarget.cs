using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Addresses;

/// <summary>A page whose scope can be changed where it stands.</summary>
/// <param name="Area">The page; one without a scope stands for the traces.</param>
/// <param name="Scope">What it is about now.</param>
/// <param name="Kept">What else its address says and stays true.</param>
internal sealed record ScopeTarget(string Area, Scope Scope, IReadOnlyList<(string Name, string Value)> Kept)
{
    /// <summary>The field of the address that has the page, where it is not the address' own.</summary>
    public const string AreaName = "area";

    private static readonly string[] KeptNames = ["columns", "order"];

    /// <summary>The target that an address speaks of.</summary>
    public static ScopeTarget Of(string area, Scope scope, IQueryCollection query) =>
        new(area, scope, [.. KeptNames.SelectMany(name => query[name].OfType<string>().Select(value => (name, value)))]);

    /// <summary>The page about one experiment, or about all.</summary>
    public string WithExperiment(string experimentId)
    {
        var scope = Scope with { ExperimentIds = experimentId.Length == 0 ? [] : [experimentId] };
        return Area switch
        {
            "runs" => Links.Runs(scope),
            "sessions" => Links.With(Links.Sessions(scope), Kept),
            "dashboard" => Links.Dashboard(scope),
            _ => Links.With(Links.Traces(scope), Kept),
        };
    }

    /// <summary>The target as fields of an address, which <see cref="Of"/> reads again.</summary>
    public IEnumerable<(string Name, string Value)> Parameters() => [(AreaName, Area), .. Scope.Parameters(), .. Kept];
}
