/** Compares two files by name, size, type and pages. */
import { Button, Table } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ItemFile } from "@/api/types";
import { formatBytes } from "@/ui/format";
import { toast } from "@/ui/toast";
import { itemKind } from "./item-kind";
import { downloadFile } from "./queries";

interface Props {
  from: ItemFile;
  to: ItemFile;
}

export function FileDiff({ from, to }: Props) {
  const rows = [
    ["File", from.name, to.name],
    ["Size", formatBytes(from.size), formatBytes(to.size)],
    ["Type", typeName(from), typeName(to)],
    ["Pages", pageCount(from), pageCount(to)],
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

function typeName({ type }: ItemFile): string {
  return itemKind({ kind: "file", type }).word;
}

function pageCount({ pages }: ItemFile): string {
  return pages > 0 ? pages.toLocaleString("en") : "";
}

export function DownloadVersionButton({ id, version }: { id: string; version: number }) {
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => void downloadFile(id, version).catch(toast.problem)}
    >
      Download this file
    </Button>
  );
}
