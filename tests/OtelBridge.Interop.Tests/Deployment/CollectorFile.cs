using OtelBridge.TestSupport;
using YamlDotNet.RepresentationModel;

namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>A configuration of the OpenTelemetry Collector, as it reads with some environment.</summary>
internal sealed class CollectorFile
{
    private static readonly string[] Sections = ["receivers", "processors", "exporters"];

    private readonly YamlMappingNode _root;

    public CollectorFile(string text, IReadOnlyDictionary<string, string>? environment = null) =>
        _root = YamlText.Parse(YamlText.WithEnvironment(text, environment ?? new Dictionary<string, string>()));

    /// <summary>Where the file lies in the repository.</summary>
    public static string Path { get; } = RepositoryFolder.File("otel-collector-config.yaml");

    /// <summary>The addresses that receivers listen on.</summary>
    public IReadOnlyList<string> Listeners =>
        [.. _root.At("receivers").Entries().SelectMany(static receiver => receiver.Value.At("protocols").Entries()).Select(static protocol => $"{protocol.Value.At("endpoint")}")];

    /// <summary>The addresses that exporters send to.</summary>
    public IReadOnlyList<string> Targets =>
    [
        .. _root.At("exporters").Entries().SelectMany(static exporter =>
            exporter.Value.At("resolver", "static", "hostnames") is { } hosts ? hosts.Texts() : [$"{exporter.Value.At("endpoint")}"]),
    ];

    public static string Read() => File.ReadAllText(Path);

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        var keys = new CollectorKeys(problems);
        foreach (var (section, value) in _root.Entries())
        {
            if (Sections.Contains(section))
            {
                CheckComponents(keys, problems, section, value);
            }
            else if (section != "service")
            {
                problems.Add($"{section} is not known");
            }
        }

        keys.Check("service", _root.At("service") ?? new YamlMappingNode(), CollectorKeys.Known.At("service")!);
        CheckMemory(problems);
        CheckPipelines(problems);
        problems.AddRange(Listeners.GroupBy(static listener => listener).Where(static group => group.Count() > 1).Select(static group => $"{group.Key} is listened on twice"));
        problems.AddRange(Targets.Intersect(Listeners).Select(static target => $"{target} is sent to and listened on"));
        return problems;
    }

    private static void CheckComponents(CollectorKeys keys, List<string> problems, string section, YamlNode components)
    {
        foreach (var (id, settings) in components.Entries())
        {
            if (CollectorKeys.Known.At(section, id.Split('/')[0]) is { } known)
            {
                keys.Check($"{section}.{id}", settings, known);
            }
            else
            {
                problems.Add($"{section}.{id} is no component that is known");
            }
        }
    }

    private void CheckMemory(List<string> problems)
    {
        foreach (var (id, settings) in _root.At("processors").Entries().Where(static processor => TypeOf(processor.Key) == "memory_limiter"))
        {
            var hasLimit = settings.At("limit_mib") is not null || settings.At("limit_percentage") is not null;
            if (!hasLimit)
            {
                problems.Add($"processors.{id} has no limit");
            }
            else if (int.TryParse($"{settings.At("limit_mib")}", out var limit) && int.TryParse($"{settings.At("spike_limit_mib")}", out var spike) && spike >= limit)
            {
                problems.Add($"processors.{id}.spike_limit_mib is not below the limit");
            }
        }
    }

    private void CheckPipelines(List<string> problems)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, pipeline) in _root.At("service", "pipelines").Entries())
        {
            var place = $"service.pipelines.{id}";
            if (TypeOf(id) != "traces")
            {
                problems.Add($"{place} is no pipeline of traces");
            }

            problems.AddRange(pipeline.Entries().Where(static part => !Sections.Contains(part.Key)).Select(part => $"{place}.{part.Key} is not known"));
            foreach (var section in Sections)
            {
                var names = pipeline.At(section).Texts();
                problems.AddRange(names.Where(name => _root.At(section, name) is null).Select(name => $"{place}: {name} is not among the {section}"));
                problems.AddRange(names.GroupBy(static name => name).Where(static group => group.Count() > 1).Select(group => $"{place}: {group.Key} comes twice"));
                used.UnionWith(names.Select(name => $"{section}.{name}"));
                if (names.Count == 0)
                {
                    problems.Add($"{place} has no {section}");
                }
            }

            CheckOrder(problems, place, pipeline.At("processors").Texts());
        }

        problems.AddRange(
            from section in Sections
            from component in _root.At(section).Entries()
            where !used.Contains($"{section}.{component.Key}")
            select $"{section}.{component.Key} is in no pipeline");
    }

    private static void CheckOrder(List<string> problems, string place, IReadOnlyList<string> processors)
    {
        if (processors.Count > 0 && TypeOf(processors[0]) != "memory_limiter")
        {
            problems.Add($"{place}: memory_limiter is not the first processor");
        }
    }

    // "otlp_grpc/jaeger"
    private static string TypeOf(string id) => id.Split('/')[0];
}
