using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.People;

/// <summary>What is said of people and keys by a server that asks nobody who they are.</summary>
internal static class UnaskedPage
{
    private const string Message = "This server asks nobody who they are: everybody who reaches it may do everything. Started with --auth it has people and keys.";

    public static IResult Of(PageRequest request) => FaultPages.Answer(request, StatusCodes.Status404NotFound, "No people and no keys", Message);
}
