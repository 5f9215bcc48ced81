using QuickStart.Answering;
using QuickStart.Documents;
using QuickStart.Tracing;
using Spectre.Console;
using Traces;

namespace QuickStart.Running;

/// <summary>Prints what runs here: who answers, from what, and where the traces go.</summary>
internal static class StartView
{
    public static void Write(
        IAnsiConsole screen, SpanRoute route, EmbeddedStore? embedded, IChatModel model, IReadOnlyList<DocumentSection> sections)
    {
        screen.Heading("OtelBridge QuickStart");
        screen.Fact("answers", model.Description);
        screen.Fact("documents", $"{sections.Count} sections of {sections.DistinctBy(static section => section.Uri.Split('#')[0]).Count()} Markdown files");
        if (route.Warning is { } warning)
        {
            screen.Warn(warning);
        }

        WriteRoute(screen, route);
        if (embedded is not null)
        {
            WriteStore(screen, embedded);
        }
    }

    private static void WriteRoute(IAnsiConsole screen, SpanRoute route)
    {
        if (route.Collector is { } collector)
        {
            screen.Fact("collector", collector.GetLeftPart(UriPartial.Authority));
        }

        if (route.NamedStore is { } store && route.ToStore)
        {
            screen.Fact("store", store.GetLeftPart(UriPartial.Authority));
        }

        if (!route.ToStore)
        {
            screen.Warn(route.Collector is null
                ? "Export is None: spans are made and go nowhere."
                : "Spans go to the collector alone, so no store is started and no trace is shown here. Mlflow__Export=Both sends them to both.");
        }
    }

    private static void WriteStore(IAnsiConsole screen, EmbeddedStore embedded)
    {
        foreach (var note in embedded.Notes)
        {
            screen.Warn(note);
        }

        screen.Fact("store", embedded.Store);
        screen.Fact("gRPC", embedded.TrackingUri.GetLeftPart(UriPartial.Authority));
        screen.Fact("OTLP/HTTP", $"{embedded.OtlpHttp?.GetLeftPart(UriPartial.Authority)}");
        screen.Fact("HTTP", $"{embedded.Http?.GetLeftPart(UriPartial.Authority)}");
    }
}
