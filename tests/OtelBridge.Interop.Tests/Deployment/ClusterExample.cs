using System.Text.RegularExpressions;
using System.Xml.Linq;
using OtelBridge.TestSupport;
using YamlDotNet.RepresentationModel;

namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>The files of <c>examples/cluster</c>, and whether they agree with each other: names, ports, passwords, shards.</summary>
/// <param name="read">Gives the text of a file by its name.</param>
internal sealed partial class ClusterExample(Func<string, string> read)
{
    private const string ComposeName = "docker-compose.yaml";
    private const string Loopback = "127.0.0.1";

    // What each image listens on, as its makers document it.
    private static readonly Dictionary<string, int[]> PortsOfImages = new()
    {
        ["otel/opentelemetry-collector-contrib:0.159.0"] = [4317, 4318],
        ["nginx:1.28.0"] = [], // as its file says
        ["clickhouse/clickhouse-server:26.7"] = [8123, 9000, 9009],
        ["clickhouse/clickhouse-keeper:26.7"] = [9181, 9234],
        ["postgres:17.6"] = [5432],
    };

    private readonly YamlMappingNode _compose = YamlText.Parse(read(ComposeName));
    private readonly XElement _cluster = XDocument.Parse(read("clickhouse/cluster.xml")).Root!; // a document has one
    private readonly XElement _users = XDocument.Parse(read("clickhouse/users.xml")).Root!;
    private readonly XElement _keeper = XDocument.Parse(read("clickhouse/keeper.xml")).Root!;

    /// <summary>The address of the store, with secrets that were filled in.</summary>
    public string StoreAddress => Secret().Replace($"{_compose.At("services", "otelbridge-1", "environment", "OTELBRIDGE_STORE")}", "secret");

    public static string Path(string name) => RepositoryFolder.File(["examples", "cluster", .. name.Split('/')]);

    /// <summary>What is wrong with them; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems() =>
        [.. Services().SelectMany(ProblemsOf), .. Collector(), .. Balancer(), .. Shards(), .. Store(), .. Servers()];

    private IEnumerable<(string Name, YamlNode Service)> Services() => _compose.At("services").Entries();

    private IEnumerable<string> ProblemsOf((string Name, YamlNode Service) one)
    {
        var (name, service) = one;
        if (service.At("image") is { } image && !PortsOfImages.ContainsKey($"{image}"))
        {
            yield return $"{name} has an image that is not known: {image}";
        }

        foreach (var other in service.At("depends_on").Texts().Where(other => _compose.At("services", other) is null))
        {
            yield return $"{name} depends on {other}, which is no service";
        }

        foreach (var mount in service.At("volumes").Texts().Select(static text => text.Split(':')[0]))
        {
            if (mount.StartsWith('.') ? !File.Exists(Path(mount[2..])) : _compose.At("volumes", mount) is null)
            {
                yield return $"{name} mounts {mount}, which is not there";
            }
        }

        foreach (var ports in service.At("ports").Texts().Select(static text => text.Split(':')))
        {
            if (ports is not [Loopback, _, var inside] || !Listens(name, int.Parse(inside)))
            {
                yield return $"{name} publishes {string.Join(':', ports)}, which is beyond this machine or where it does not listen";
            }
        }
    }

    private IEnumerable<string> Collector()
    {
        var file = new CollectorFile(read("collector.yaml"), new Dictionary<string, string> { ["OTELCOL_LISTEN_HOST"] = "0.0.0.0" });
        return [.. file.Problems(), .. file.Targets.Where(target => !Reaches(target)).Select(static target => $"collector sends to {target}, where no service listens")];
    }

    private IEnumerable<string> Balancer() => Upstream().Matches(read("nginx.conf")).Select(static match => match.Groups["address"].Value)
        .Where(address => !Reaches(address)).Select(static address => $"balancer sends to {address}, where no service listens");

    // Each replica of remote_servers is a service with the macros of its place; each such service is in it.
    private IEnumerable<string> Shards()
    {
        var named = _cluster.Descendants("shard").Where(static shard => shard.Element("replica") is not null).ToList();
        var places = named.SelectMany((shard, s) => shard.Elements("replica").Select((replica, r) => (Host: $"{replica.Element("host")?.Value}", Shard: s + 1, Replica: r + 1))).ToList();
        foreach (var (host, shard, replica) in places)
        {
            var environment = _compose.At("services", host, "environment");
            if ($"{environment.At("SHARD")}" != $"{shard}" || $"{environment.At("REPLICA")}" != $"{replica}")
            {
                yield return $"{host} is replica {replica} of shard {shard}, and its environment says otherwise";
            }
        }

        foreach (var (name, _) in Services().Where(one => $"{one.Service.At("image")}".StartsWith("clickhouse/clickhouse-server", StringComparison.Ordinal) && places.All(place => place.Host != one.Name)))
        {
            yield return $"{name} is in no shard";
        }

        if (named.Any(static shard => shard.Element("internal_replication")?.Value != "true"))
        {
            yield return "a shard does not replicate by itself";
        }

        var keeper = _cluster.Element("zookeeper")?.Element("node");
        if (_compose.At("services", $"{keeper?.Element("host")?.Value}") is null || keeper?.Element("port")?.Value != _keeper.Element("keeper_server")?.Element("tcp_port")?.Value)
        {
            yield return "the keeper of the configuration is not that of the services";
        }
    }

    private IEnumerable<string> Store()
    {
        if (OtelBridge.Store.Storage.TraceStores.FindFault(StoreAddress) is { } fault)
        {
            yield return fault;
            yield break;
        }

        var match = Address().Match(StoreAddress);
        if (_cluster.Element("remote_servers")?.Element(match.Groups["cluster"].Value) is null)
        {
            yield return $"there is no cluster {match.Groups["cluster"].Value}";
        }

        if (_users.Element("users")?.Element(match.Groups["user"].Value) is not { } user)
        {
            yield return $"there is no user {match.Groups["user"].Value}";
        }
        else if (!user.Descendants("query").Any(query => query.Value.EndsWith($" ON {match.Groups["database"].Value}.*", StringComparison.Ordinal)))
        {
            yield return $"{match.Groups["user"].Value} may do nothing with {match.Groups["database"].Value}";
        }

        foreach (var (name, service) in Services().Where(static one => one.Service.At("environment", "SHARD") is not null))
        {
            if ($"{service.At("environment", "CLICKHOUSE_DB")}" != match.Groups["database"].Value || !service.At("networks", "default", "aliases").Texts().Contains(match.Groups["host"].Value))
            {
                yield return $"{name} has not the database or the name of the store's address";
            }
        }

        if (!Reaches(match.Groups["catalog"].Value))
        {
            yield return $"the catalogue is at {match.Groups["catalog"].Value}, where no service listens";
        }
    }

    // The container's own words, but for the store.
    private IEnumerable<string> Servers() => Services().Where(static one => one.Service.At("build") is not null)
        .Where(one => !one.Service.At("entrypoint").Texts().SequenceEqual(ContainerFile.EntryPoint().Where(static word => word != "--store" && !word.StartsWith("sqlite:", StringComparison.Ordinal))))
        .Select(static one => $"{one.Name} does not start as the container does");

    private bool Reaches(string address) => address.Split(':') is [var host, var port] && Listens(host, int.Parse(port));

    private bool Listens(string name, int port) => _compose.At("services", name) switch
    {
        null => false,
        var service when service.At("build") is not null => ContainerFile.Exposed(ContainerFile.Path).Contains(port),
        _ when name == "balancer" => read("nginx.conf").Contains($"listen {port};", StringComparison.Ordinal),
        var service => PortsOfImages.GetValueOrDefault($"{service.At("image")}", []).Contains(port),
    };

    [GeneratedRegex(@"\$\{\w+:\?\}")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^\s*server (?<address>[\w.-]+:\d+)\b", RegexOptions.Multiline)]
    private static partial Regex Upstream();

    [GeneratedRegex(@"^clickhouse:http://(?<user>\w+):\w+@(?<host>[\w-]+):8123/(?<database>\w+)\?cluster=(?<cluster>\w+)&.*catalog=postgresql://\w+:\w+@(?<catalog>[\w-]+:\d+)/")]
    private static partial Regex Address();
}
