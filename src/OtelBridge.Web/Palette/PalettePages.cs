using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Palette;

/// <summary>What the palette (script ob-palette) asks the server while somebody types.</summary>
internal static class PalettePages
{
    public static void Map(PageRoutes routes) => routes.Get("/palette", FindAsync);

    private static async Task<IResult> FindAsync(PageRequest request) =>
        Results.Json(await new PaletteSearch(request.Store).FindAsync(request.Query("q"), request.Aborted));
}
