using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>Stack traces of .NET, Python, JavaScript and Java, in pieces: what one wrote, and what lies between.</summary>
internal static class StackTraceText
{
    private const int MaxLines = 500;

    // What a frame of .NET, Java or JavaScript begins with after "at".
    private static readonly string[] Frameworks =
    [
        "System.", "Microsoft.", "Grpc.", "Npgsql.", "Polly.", "OpenTelemetry.", "java.", "javax.", "jdk.", "sun.", "kotlin.", "org.springframework.", "lambda_method", "InvokeStub_",
    ];

    // What the file of a frame has in it.
    private static readonly string[] Libraries =
    [
        "site-packages", "dist-packages", "/lib/python", "\\lib\\python", "node_modules", "node:internal", "(node:", "internal/process", "<frozen ",
    ];

    public static IReadOnlyList<StackPiece> Read(string text)
    {
        var pieces = new List<StackPiece>(); // bounded by MaxLines
        var lines = new List<string>();
        var wasFramework = false;
        foreach (var line in TextCut.Of(text, ContentLimits.Text).Text.Split('\n').Take(MaxLines).Select(static line => line.TrimEnd('\r')))
        {
            // A line without a frame (a source line of Python, an await boundary) belongs to the one before.
            var isFramework = IsFrame(line) ? IsOfFramework(line) : wasFramework && line.StartsWith(' ');
            if (isFramework != wasFramework && lines.Count > 0)
            {
                pieces.Add(new StackPiece(wasFramework, lines));
                lines = [];
            }

            wasFramework = isFramework;
            lines.Add(line);
        }

        pieces.Add(new StackPiece(wasFramework, lines));
        return pieces;
    }

    private static bool IsFrame(string line) => line.AsSpan().TrimStart() is var frame && (frame.StartsWith("at ") || frame.StartsWith("File \""));

    private static bool IsOfFramework(string line)
    {
        var frame = line.AsSpan().TrimStart();
        var method = frame.StartsWith("at ") ? frame[3..].ToString() : "";
        return Frameworks.Any(name => method.StartsWith(name, StringComparison.Ordinal)) || Libraries.Any(name => line.Contains(name, StringComparison.Ordinal));
    }
}
