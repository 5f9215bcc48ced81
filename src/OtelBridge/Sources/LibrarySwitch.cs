namespace OtelBridge.Sources;

/// <summary>A switch of <see cref="AppContext"/> without which a library says nothing, or nothing of the content.</summary>
/// <param name="Library">The library.</param>
/// <param name="Name">Name of the switch.</param>
/// <param name="Variable">The environment variable by which the library lets a user decide the same.</param>
/// <param name="IsOfContent">Whether it lets messages, arguments and results onto the library's spans.</param>
internal readonly record struct LibrarySwitch(GenAILibraries Library, string Name, string Variable, bool IsOfContent = false)
{
    public static IReadOnlyList<LibrarySwitch> All { get; } =
    [
        new(GenAILibraries.OpenAI, "OpenAI.Experimental.EnableOpenTelemetry", "OPENAI_EXPERIMENTAL_ENABLE_OPEN_TELEMETRY"),
        new(GenAILibraries.SemanticKernel, "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnostics", "SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS"),
        new(
            GenAILibraries.SemanticKernel,
            "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnosticsSensitive",
            "SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS_SENSITIVE",
            IsOfContent: true),
        new(GenAILibraries.Azure, "Azure.Experimental.EnableActivitySource", "AZURE_EXPERIMENTAL_ENABLE_ACTIVITY_SOURCE"),
        new(GenAILibraries.Azure, "Azure.Experimental.EnableGenAITracing", "AZURE_EXPERIMENTAL_ENABLE_GENAI_TRACING"),
        new(GenAILibraries.Azure, "Azure.Experimental.TraceGenAIMessageContent", "AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED", IsOfContent: true),
    ];
}
