/** Two files as what is known of them: name, size, type and pages; what changed is marked. */
import { Button, Table } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { FileOfItem } from "@/api/types";
import { size } from "@/ui/format";
import { sayProblem } from "@/ui/toast";
import { looks } from "./item-kind";
import { download } from "./queries";

interface Props {
  from: FileOfItem;
  to: FileOfItem;
}

export function FileDifference({ from, to }: Props) {
  const rows = [
    ["File", from.name, to.name],
    ["Size", size(from.size), size(to.size)],
    ["Type", typeOf(from), typeOf(to)],
    ["Pages", pages(from), pages(to)],
  ] as const;
  return (
    <Table mb="md" aria-label="Files" style={{ overflowWrap: "anywhere" }}>
      <Table.Tbody>
        {rows
          .filter(([, before, after]) => before || after)
          .map(([what, before, after]) => (
            <Table.Tr key={what}>
              <Table.Th scope="row" w={64} fw={500} c="dimmed">
                {what}
              </Table.Th>
              <Table.Td>
                {before === after ? (
                  after
                ) : (
                  <>
                    <del>{before}</del> <ins>{after}</ins>
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

function typeOf({ type }: FileOfItem): string {
  return looks({ kind: "file", type }).word;
}

function pages({ pages }: FileOfItem): string {
  return pages > 0 ? pages.toLocaleString("en") : "";
}

export function SaveVersion({ id, version }: { id: string; version: number }) {
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => void download(id, version).catch(sayProblem)}
    >
      Download this file
    </Button>
  );
}
