using OtelBridge.TestSupport;
using YamlDotNet.RepresentationModel;

namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>The compose file of the examples, and what it must agree with: the collector's configuration, the products' ports, the server's container.</summary>
internal sealed class ComposeFile(string text)
{
    private const string Loopback = "127.0.0.1";

    // What each image listens on, as its makers document it.
    private static readonly Dictionary<string, int[]> PortsOfImages = new()
    {
        ["jaegertracing/jaeger:2.20.0"] = [16686, 16685, 4317, 4318, 14250, 14268, 9411, 5778, 5779, 13133, 13132, 8888, 17271, 27777, 27778],
        ["openzipkin/zipkin:3"] = [9411],
        ["otel/opentelemetry-collector-contrib:0.159.0"] = [4317, 4318, 8888, 13133],
    };

    private static readonly string[] KnownKeys = ["image", "build", "command", "environment", "volumes", "ports", "depends_on"];

    private readonly YamlMappingNode _root = YamlText.Parse(text);

    /// <summary>Where the file lies in the repository.</summary>
    public static string Path { get; } = RepositoryFolder.File("examples", "docker-compose.yaml");

    /// <summary>The addresses on this machine that lead to a service, by the port inside.</summary>
    public IReadOnlyDictionary<int, int> PublishedPorts(string service) =>
        Publications(service).ToDictionary(static ports => ports.Container, static ports => ports.Host);

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        problems.AddRange(_root.Entries().Where(static entry => entry.Key is not ("name" or "services" or "volumes")).Select(static entry => $"{entry.Key} is not known"));
        foreach (var (name, service) in Services())
        {
            CheckService(problems, name, service);
        }

        problems.AddRange(
            Services().SelectMany(service => Publications(service.Key))
                .GroupBy(static ports => ports.Host)
                .Where(static group => group.Count() > 1)
                .Select(static group => $"port {group.Key} of this machine is published twice"));
        CheckCollector(problems);
        return problems;
    }

    private IEnumerable<(string Key, YamlNode Value)> Services() => _root.At("services").Entries();

    private void CheckService(List<string> problems, string name, YamlNode service)
    {
        problems.AddRange(service.Entries().Where(static entry => !KnownKeys.Contains(entry.Key)).Select(entry => $"{name}.{entry.Key} is not known"));
        problems.AddRange(service.At("depends_on").Texts().Where(other => _root.At("services", other) is null).Select(other => $"{name} depends on {other}, which is no service"));
        var listens = ListensOn(service);
        if (listens.Count == 0)
        {
            problems.Add($"{name} has neither an image that is known nor a container file");
        }

        foreach (var (address, _, container) in Publications(name))
        {
            if (address != Loopback)
            {
                problems.Add($"{name} publishes {container} beyond this machine");
            }

            if (!listens.Contains(container))
            {
                problems.Add($"{name} publishes {container}, where it does not listen");
            }
        }

        foreach (var (source, _) in Mounts(service))
        {
            var isThere = source.StartsWith('.') ? File.Exists(Resolve(source)) : _root.At("volumes", source) is not null;
            if (!isThere)
            {
                problems.Add($"{name} mounts {source}, which is not there");
            }
        }
    }

    /// <summary>The collector reads the repository's file, listens where the file says and calls services that listen there.</summary>
    private void CheckCollector(List<string> problems)
    {
        var service = _root.At("services", "collector");
        var environment = service.At("environment").Entries().ToDictionary(static entry => entry.Key, static entry => entry.Value.ToString());
        var named = service.At("command").Texts().Select(static word => word.Split('=')).SingleOrDefault(static word => word is ["--config", _])?[1];
        var mounted = Mounts(service).FirstOrDefault(mount => Resolve(mount.Source) == CollectorFile.Path).Target;
        if (named is null || mounted != named)
        {
            problems.Add($"collector reads {named ?? "nothing"}, and its configuration is mounted at {mounted ?? "no place"}");
        }

        var file = new CollectorFile(CollectorFile.Read(), environment);
        problems.AddRange(file.Problems());
        foreach (var listener in file.Listeners.Select(static address => address.Split(':')))
        {
            if (listener[0] != "0.0.0.0")
            {
                problems.Add($"collector listens on {listener[0]} of its container, which nobody outside reaches");
            }

            if (!PublishedPorts("collector").ContainsKey(int.Parse(listener[1])))
            {
                problems.Add($"collector listens on {listener[1]}, which is not published");
            }
        }

        foreach (var target in file.Targets.Select(static address => new Uri(address.Contains("://", StringComparison.Ordinal) ? address : "tcp://" + address)))
        {
            if (_root.At("services", target.Host) is not { } called || !ListensOn(called).Contains(target.Port))
            {
                problems.Add($"collector sends to {target.Authority}, where no service listens");
            }
            else if (!service.At("depends_on").Texts().Contains(target.Host))
            {
                problems.Add($"collector does not wait for {target.Host}");
            }
        }
    }

    private static IReadOnlyList<int> ListensOn(YamlNode service) =>
        service.At("build") is { } build ? ContainerFile.Exposed(Resolve($"{build.At("context")}/{build.At("dockerfile")}"))
        : PortsOfImages.GetValueOrDefault($"{service.At("image")}") ?? [];

    // "127.0.0.1:4319:4317"; without an address it is published on every interface.
    private IEnumerable<(string Address, int Host, int Container)> Publications(string service) =>
        from published in _root.At("services", service, "ports").Texts()
        let parts = published.Split(':')
        select (parts.Length == 3 ? parts[0] : "0.0.0.0", int.Parse(parts[^2]), int.Parse(parts[^1]));

    // "../file:/place:ro"
    private static IEnumerable<(string Source, string Target)> Mounts(YamlNode? service) =>
        from mount in service.At("volumes").Texts()
        let parts = mount.Split(':')
        select (parts[0], parts[1]);

    // Compose resolves what is relative against the folder of its file.
    private static string Resolve(string path) => System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(Path)!);
}
