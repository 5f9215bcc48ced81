using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace OtelBridge.Server.Hosting;

/// <summary>Metadata of an endpoint: the listeners it answers on.</summary>
/// <param name="Roles">The listeners.</param>
/// <param name="OnlyTagged">
/// Whether the endpoint also stays silent on connections without a mark, those of a program that maps our endpoints into its own server.
/// </param>
internal sealed record ListenerMetadata(ListenerRole Roles, bool OnlyTagged = false);

/// <summary>Hides endpoints from listeners that are not theirs, as if their routes did not exist there.</summary>
internal sealed class ListenerMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    // Before the choice by HTTP method, so that a foreign listener answers 404 and not 405.
    public override int Order => -1500;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(static endpoint => endpoint.Metadata.GetMetadata<ListenerMetadata>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var listener = httpContext.Features.Get<ListenerFeature>();
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                && candidates[i].Endpoint.Metadata.GetMetadata<ListenerMetadata>() is { } metadata
                && !Answers(metadata, listener))
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }

    private static bool Answers(ListenerMetadata metadata, ListenerFeature? listener) =>
        listener is null ? !metadata.OnlyTagged : (metadata.Roles & listener.Role) != 0;
}
